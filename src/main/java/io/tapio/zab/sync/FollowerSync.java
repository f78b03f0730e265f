package io.tapio.zab.sync;

import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.ZabMessage.AckNewLeader;
import io.tapio.zab.ZabMessage.Diff;
import io.tapio.zab.ZabMessage.NewLeader;
import io.tapio.zab.ZabMessage.SnapshotOffer;
import io.tapio.zab.ZabMessage.Sync;
import io.tapio.zab.ZabMessage.SyncEntries;
import io.tapio.zab.ZabMessage.Trunc;
import io.tapio.zab.ZabMessage.UpToDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A learner's side of phase 2. In this order and no other: the history to disk, then the epoch to
 * disk, then the acknowledgement.
 */
public final class FollowerSync {
    private enum Stage {
        PLAN,
        CONTENT,
        INSTALLING,
        ENTRIES,
        ESTABLISHING,
        DONE
    }

    private final ServerId leader;
    private final int epoch;
    private final OwnLog log;
    private final List<Entries> held = new ArrayList<>(); // until the snapshot is installed
    private Stage stage = Stage.PLAN;
    private Zxid end; // of what has come, held or appended
    private Optional<Zxid> history = Optional.empty(); // where it ends, once NewLeader says so

    public FollowerSync(ServerId leader, int epoch, OwnLog log) {
        Invariant.holds(
                log.durable().equals(log.appended()), "nothing is on its way to the log any more");
        this.leader = leader;
        this.epoch = epoch;
        this.log = log;
        this.end = log.appended();
    }

    /** Takes what the leader sends; the answer is what is wrong with it, if anything. */
    public Optional<String> step(Sync message, Outbox out) {
        return switch (message) {
            case Diff(Zxid from) -> onDiff(from);
            case Trunc(Zxid to) -> onTrunc(to, out);
            case SnapshotOffer(Zxid at) -> onOffer(at);
            case SyncEntries(Entries entries) -> onEntries(entries, out);
            case NewLeader(int announced) -> onNewLeader(announced, out);
            case UpToDate upToDate -> Optional.of("nobody is up to date before the end");
            case AckNewLeader ack -> Optional.of("only a learner acknowledges");
        };
    }

    private Optional<String> onDiff(Zxid from) {
        if (stage != Stage.PLAN) return Optional.of("it plans twice");
        if (!from.equals(end)) return Optional.of("it goes on from " + from + ", not " + end);

        stage = Stage.ENTRIES;
        return Optional.empty();
    }

    private Optional<String> onTrunc(Zxid to, Outbox out) {
        if (stage != Stage.PLAN) return Optional.of("it plans twice");
        if (to.isAfter(end)) return Optional.of("it cuts at " + to + ", after the end");
        if (log.committed().isAfter(to)) return Optional.of("it cuts what is committed");

        end = to;
        stage = Stage.ENTRIES;
        out.truncate(to);
        return Optional.empty();
    }

    private Optional<String> onOffer(Zxid at) {
        if (stage != Stage.PLAN) return Optional.of("it plans twice");
        if (log.committed().isAfter(at)) return Optional.of("its state is older than ours");

        end = at;
        stage = Stage.CONTENT;
        return Optional.empty();
    }

    /** The state that was offered has come, all of it. */
    public void onSnapshot(Zxid at, Outbox out) {
        Invariant.holds(stage == Stage.CONTENT, "a snapshot comes after its offer");
        stage = Stage.INSTALLING;
        out.installSnapshot(at);
    }

    /** Our log begins with that state now. */
    public void onInstalled(Outbox out) {
        Invariant.holds(stage == Stage.INSTALLING, "what came is installed");
        stage = Stage.ENTRIES;
        held.forEach(out::append);
        held.clear();
        establishIfDurable(out);
    }

    /** Entries of the history, or proposals that come behind it. */
    public Optional<String> onEntries(Entries entries, Outbox out) {
        if (stage == Stage.PLAN) return Optional.of("it sends entries without a plan");
        if (!OwnLog.follows(end, entries)) {
            return Optional.of("entry " + entries.first() + " does not follow " + end);
        }

        end = entries.last();
        if (stage == Stage.CONTENT || stage == Stage.INSTALLING) held.add(entries);
        else out.append(entries);
        return Optional.empty();
    }

    private Optional<String> onNewLeader(int announced, Outbox out) {
        if (stage == Stage.PLAN) return Optional.of("it ends a history that it never sent");
        if (announced != epoch) return Optional.of("it changes its epoch to " + announced);
        if (history.isPresent()) return Optional.of("it ends its history twice");

        history = Optional.of(end);
        establishIfDurable(out);
        return Optional.empty();
    }

    /** Our disk has more. */
    public void onDurable(Outbox out) {
        establishIfDurable(out);
    }

    private void establishIfDurable(Outbox out) {
        if (stage != Stage.ENTRIES || history.isEmpty()) return;
        if (history.get().isAfter(log.durable())) return;

        stage = Stage.ESTABLISHING;
        out.establishEpoch(epoch);
    }

    /** Our disk has the epoch, behind the history. */
    public void onEstablished(Outbox out) {
        Invariant.holds(stage == Stage.ESTABLISHING, "an epoch is established once");
        stage = Stage.DONE;
        out.send(leader, new AckNewLeader(epoch, log.durable()));
    }

    /** Whether the history and its epoch are on disk and acknowledged. */
    public boolean isDone() {
        return stage == Stage.DONE;
    }
}
