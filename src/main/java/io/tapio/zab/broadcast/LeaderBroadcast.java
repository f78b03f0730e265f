package io.tapio.zab.broadcast;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Outbox;
import io.tapio.zab.Quorum;
import java.util.HashMap;
import java.util.Map;

/**
 * The leader's side of phase 3 (Zab, DSN 2011): passes proposals on in their order, and commits
 * what a quorum has on disk.
 */
public final class LeaderBroadcast {
    private final Quorum quorum;
    private final Map<ServerId, Zxid> logged = new HashMap<>();
    private Zxid proposed; // dense within the epoch
    private Zxid committed; // never after proposed

    /** Leads {@code epoch} on top of a history that ends, and is committed, at {@code history}. */
    public LeaderBroadcast(Quorum quorum, int epoch, Zxid history) {
        Invariant.holds(history.epoch() < epoch, "an epoch begins after all earlier entries");
        this.quorum = quorum;
        this.proposed = Zxid.startOf(epoch);
        this.committed = history;
    }

    /** Proposes the next run of entries, which continues the one before without a gap. */
    public void propose(Entries entries, Outbox out) {
        Invariant.holds(entries.first().equals(proposed.next()), "proposals leave no gap");
        proposed = entries.last();
        out.append(entries);
    }

    /**
     * One more disk holds all up to {@code upTo}: a follower's by its ack, ours by the log's word.
     */
    public void onLogged(ServerId member, Zxid upTo, Outbox out) {
        Invariant.holds(!upTo.isAfter(proposed), "nothing is logged before it is proposed");
        logged.merge(member, upTo, (before, now) -> now.isAfter(before) ? now : before);
        Zxid agreed = quorum.agreed(logged);
        if (!agreed.isAfter(committed)) return;

        committed = agreed;
        out.commit(committed);
    }

    public Zxid proposed() {
        return proposed;
    }

    public Zxid committed() {
        return committed;
    }
}
