package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.Optional;

/** What a leader knows of one learner, from its greeting until its link goes down. */
final class Led {
    final ServerId id;
    final boolean votes; // and is not an observer
    final long joinedAtPing;
    boolean counts; // false while its disk may have forgotten something
    boolean told; // our epoch
    Optional<LogOutline> log = Optional.empty(); // since it acknowledged our epoch
    boolean syncing; // its plan is made
    Optional<Zxid> sent = Optional.empty(); // the end of what went out, entries and proposals alike
    boolean closed; // its history was ended by NewLeader
    boolean synced; // its disk has our history
    boolean upToDate;
    int upToDateAt; // in ticks of the reign
    Zxid logged = Zxid.NONE;
    int silentTicks;
    int stalledTicks;
    int unreadyTicks; // while our state is not ready to be sent

    Led(ServerId id, boolean votes, boolean counts, long joinedAtPing) {
        this.id = id;
        this.votes = votes;
        this.counts = counts;
        this.joinedAtPing = joinedAtPing;
    }

    void logged(Zxid upTo) {
        if (upTo.isAfter(logged)) {
            logged = upTo;
            stalledTicks = 0;
        }
    }

    /** Whether it waits for our state. */
    boolean isWaiting() {
        return syncing && sent.isEmpty();
    }

    /** Whether its disk owes us an acknowledgement. */
    boolean isBehind() {
        return synced && votes && sent.map(end -> end.isAfter(logged)).orElse(false);
    }

    /** Whether its word counts for a quorum of those that follow us. */
    boolean isSupport() {
        return votes && counts && synced;
    }
}
