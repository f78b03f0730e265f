package io.tapio.ensemble;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.RecoveringState;
import io.tapio.state.ReplicatedState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/** A member's dealings with its own log, and what the replica must know of them. */
final class LogDesk {
    private static final long RECENT_BYTES = 16L << 20;

    private final ActorRef<Log.Command> log;
    private final ActorRef<Replica.Command> replica;
    private final GroupCommit group = new GroupCommit();
    private final RecentEntries recent = new RecentEntries(RECENT_BYTES);
    private Optional<Zxid> toCommit = Optional.empty();
    private Zxid committed = Zxid.NONE;
    private boolean closed;

    LogDesk(ActorRef<Log.Command> log, ActorRef<Replica.Command> replica) {
        this.log = log;
        this.replica = replica;
    }

    RecentEntries recent() {
        return recent;
    }

    void recovered(RecoveredLog found, RecoveringState recovering) {
        recent.begin(found.lastLogged());
        ReplicatedState state = recovering.state();
        committed = state.applied();
        replica.tell(new Replica.Adopt(state));
        recovering.pending().forEach(entries -> replica.tell(new Replica.Logged(entries)));
        group.space(found.spaceBytes());
    }

    void acceptEpoch(int epoch) {
        log.tell(new Log.AcceptEpoch(epoch));
    }

    void establishEpoch(int epoch, UUID cluster) {
        log.tell(new Log.EstablishEpoch(epoch, cluster));
    }

    void prove() {
        log.tell(new Log.Prove());
    }

    void remember(Map<ServerId, Zxid> marks) {
        var byNumber = new HashMap<Integer, Zxid>();
        marks.forEach((member, mark) -> byNumber.put(member.value(), mark));
        log.tell(new Log.Remember(byNumber));
    }

    static Map<ServerId, Zxid> remembered(Map<Integer, Zxid> byNumber) {
        var marks = new HashMap<ServerId, Zxid>();
        byNumber.forEach((member, mark) -> marks.put(new ServerId(member), mark));
        return marks;
    }

    void mark(DigestMark mark) {
        group.mark(mark);
    }

    /** To be written down; {@code ours} says that the replica has them already. */
    void append(Entries entries, boolean ours) {
        if (closed) return; // behind the close nobody is promised anything

        recent.add(entries);
        group.add(entries);
        if (!ours) replica.tell(new Replica.Logged(entries));
    }

    void truncate(Zxid to) {
        recent.cut(to);
        replica.tell(new Replica.Truncated(to));
        log.tell(new Log.Truncate(to));
    }

    void takeSnapshot(SnapshotFeed feed) {
        log.tell(new Log.TakeSnapshot(feed));
    }

    void receiveSnapshot(SnapshotFeed feed) {
        log.tell(new Log.InstallSnapshot(feed));
    }

    /** From now on the log is nothing but the state at {@code at}, as soon as the disk has it. */
    void installing(Zxid at) {
        recent.begin(at);
    }

    void installed(Log.SnapshotInstalled installed) {
        Zxid at = installed.at();
        committed = at;
        toCommit = Optional.empty();
        group.space(installed.spaceBytes());
        replica.tell(new Replica.Adopt(((RecoveringState) installed.fold()).state()));
    }

    /** Only the highest of a batch counts. */
    void commit(Zxid upTo) {
        toCommit = Optional.of(upTo);
    }

    Zxid committed() {
        return committed;
    }

    Zxid last() {
        return recent.last();
    }

    void durable(Log.Durable durable) {
        group.durable();
        group.space(durable.spaceBytes());
        recent.onDisk(durable.upTo());
    }

    /** Whether the disk is full now and was not before, or the other way round. */
    boolean spaceChanged(boolean full, long spaceBytes) {
        boolean news = full != group.isFull();
        group.full(full);
        group.space(spaceBytes);
        tellRoom(Zxid.NONE);
        return news;
    }

    void tellRoom(Zxid durable) {
        replica.tell(new Replica.LogRoom(durable, group.spaceBytes(), group.isFull()));
    }

    /** How much the log was not given yet. */
    long waitingBytes() {
        return group.waitingBytes();
    }

    boolean isIdle() {
        return group.isIdle();
    }

    boolean hasWork() {
        return group.isReady() || toCommit.isPresent();
    }

    /** Hands on what has gathered; whether the log was given something. */
    boolean carryOut() {
        boolean appends = group.isReady();
        if (appends) {
            GroupCommit.Batch batch = group.take();
            log.tell(new Log.Append(batch.entries(), committed, batch.mark()));
        }
        commitNow();
        return appends;
    }

    void commitNow() {
        toCommit.ifPresent(
                upTo -> {
                    committed = upTo;
                    replica.tell(new Replica.Commit(upTo));
                });
        toCommit = Optional.empty();
    }

    void close(ActorRef<Log.Notice> notices) {
        closed = true;
        log.tell(new Log.Close(notices));
    }
}
