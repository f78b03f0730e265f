package io.tapio.zab.sync;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage.Diff;
import io.tapio.zab.ZabMessage.SnapshotOffer;
import io.tapio.zab.ZabMessage.Trunc;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The leader's side of phase 2: sends its history, and counts the disks that have it. */
public final class LeaderSync {
    private final Quorum quorum;
    private final OwnLog log;
    private final Set<ServerId> synced = new HashSet<>();

    public LeaderSync(Quorum quorum, OwnLog log) {
        this.quorum = quorum;
        this.log = log;
    }

    /**
     * Begins to make the log of {@code learner} equal to ours up to {@code upTo}.
     *
     * @return after which entry the rest comes; empty if a snapshot must be made ready first
     */
    public Optional<Zxid> begin(ServerId learner, LogOutline theirs, Zxid upTo, Outbox out) {
        return switch (SyncPlan.of(theirs, log.outline().upTo(upTo))) {
            case SyncPlan.Diff(Zxid from) -> {
                out.send(learner, new Diff(from));
                yield Optional.of(from);
            }
            case SyncPlan.Trunc(Zxid to) -> {
                out.send(learner, new Trunc(to));
                yield Optional.of(to);
            }
            case SyncPlan.Snap snap -> {
                out.sendSnapshot(learner);
                yield Optional.empty();
            }
        };
    }

    /** The state at {@code at} is ready to be sent. */
    public void offer(ServerId learner, Zxid at, Outbox out) {
        out.send(learner, new SnapshotOffer(at));
    }

    /** Sends what comes after {@code from} up to {@code upTo}. */
    public void send(ServerId learner, Zxid from, Zxid upTo, Outbox out) {
        if (upTo.isAfter(from)) out.sendEntries(learner, EntriesKind.SYNC, from, upTo);
    }

    /** One more disk has the whole history, and the epoch after it. */
    public void onSynced(ServerId member) {
        synced.add(member);
    }

    /** Whether enough disks have it: then it is committed, all of it. */
    public boolean isEstablished() {
        return quorum.isReachedBy(synced);
    }
}
