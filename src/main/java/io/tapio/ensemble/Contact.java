package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.zab.Quorum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Rounds of pings: whether a quorum still followed us after some moment. */
final class Contact {
    private final ServerId self;
    private final Quorum quorum;
    private final Map<ServerId, Long> answered = new HashMap<>();
    private long round;

    Contact(ServerId self, Quorum quorum) {
        this.self = self;
        this.quorum = quorum;
    }

    long round() {
        return round;
    }

    long nextRound() {
        return ++round;
    }

    void answered(ServerId member, long ping) {
        answered.merge(member, Math.min(ping, round), Math::max);
    }

    void lost(ServerId member) {
        answered.remove(member);
    }

    /** Whether enough of {@code supporters} have answered a ping of a round after {@code ping}. */
    boolean isConfirmedAfter(long ping, Set<ServerId> supporters) {
        var confirming = new HashSet<ServerId>();
        confirming.add(self);
        for (ServerId each : supporters) {
            if (answered.getOrDefault(each, 0L) > ping) confirming.add(each);
        }
        return quorum.isReachedBy(confirming);
    }
}
