package io.tapio.zab.discovery;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.zab.Outbox;
import io.tapio.zab.Quorum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The prospective leader's side of phase 1 (Zab, DSN 2011): the new epoch is one more than the
 * highest that a quorum has accepted, and it is established once a quorum has it on disk.
 */
public final class LeaderDiscovery {
    private static final int UNDECIDED = -1;

    private final ServerId self;
    private final Quorum quorum;
    private final Map<ServerId, Integer> acceptedBefore = new HashMap<>();
    private final Set<ServerId> acceptedNew = new HashSet<>();
    private int newEpoch = UNDECIDED;
    private boolean establishing;

    public LeaderDiscovery(ServerId self, Quorum quorum) {
        this.self = self;
        this.quorum = quorum;
    }

    /** {@code member} has promised not to follow any epoch before {@code accepted}. */
    public void onAcceptedBefore(ServerId member, int accepted, Outbox out) {
        acceptedBefore.put(member, accepted);
        if (newEpoch != UNDECIDED || !quorum.isReachedBy(acceptedBefore.keySet())) return;

        newEpoch = acceptedBefore.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        Invariant.holds(newEpoch > 0, "epochs do not run out");
        out.acceptEpoch(newEpoch);
    }

    /** {@code member} has the new epoch on disk; our own disk is one vote, no more. */
    public void onAcceptedNew(ServerId member, int epoch, Outbox out) {
        Invariant.holds(epoch == newEpoch, "only the proposed epoch is accepted");
        acceptedNew.add(member);
        boolean selfAccepted = acceptedNew.contains(self);
        if (establishing || !selfAccepted || !quorum.isReachedBy(acceptedNew)) return;

        establishing = true;
        out.establishEpoch(newEpoch);
    }

    public boolean isDecided() {
        return newEpoch != UNDECIDED;
    }

    public int epoch() {
        Invariant.holds(isDecided(), "an epoch is decided first");
        return newEpoch;
    }
}
