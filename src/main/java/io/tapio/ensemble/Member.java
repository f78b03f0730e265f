package io.tapio.ensemble;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.Proposal;
import io.tapio.state.RecoveringState;
import io.tapio.state.Write;
import io.tapio.zab.Membership;
import io.tapio.zab.Outbox;
import io.tapio.zab.Quorum;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ensemble member. Feeds the protocol and carries out what it asks for, a batch at a time;
 * decides nothing.
 *
 * <p>The log takes one append at a time; what is proposed meanwhile goes down with the next, so the
 * batch fits the disk (group commit).
 */
public final class Member extends AbstractMatchingBehavior<Member.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.member");
    private static final long SNAPSHOT_TOLD_EVERY_SECONDS = 60;

    public sealed interface Command {}

    /** A client's write, to be ordered. */
    public record Submit(Write write) implements Command {}

    /** Writes that the replica has judged and numbered. */
    public record Propose(Proposal proposal) implements Command {}

    /** A snapshot has begun; its content comes through {@code feed}. */
    public record Snapshot(SnapshotFeed feed) implements Command {}

    /** Writes down what is in flight, closes the log, then answers. */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    /** Everything that was accepted is on disk; the log is closed. */
    public record Stopped() {}

    private record FromLog(Log.Notice notice) implements Command {}

    /** The log's actor has thrown; comes behind whatever it said before. */
    private record LogBroke(Throwable cause) implements Command {}

    private enum Flush implements Command {
        FLUSH
    }

    /** Whom a member tells of the great moments of its life. */
    public interface Watcher {
        /** Clients are served from now on. */
        void serving();

        /** The log has failed: this process must not go on. */
        void failed(String reason);

        /** The log has been read. */
        default void recovered(RecoveredLog log) {}

        /** A snapshot is on disk. */
        default void snapshotTaken(Duration took) {}

        /** The disk has no room for more, or has it again. */
        default void diskFull(boolean full) {}
    }

    private final ServerId self;
    private final ZabPeer zab;
    private final ActorRef<Log.Notice> notices;
    private final ActorRef<Log.Command> log;
    private final ActorRef<Replica.Command> replica;
    private final Watcher watcher;
    private final Effects effects = new Effects();
    private final GroupCommit group = new GroupCommit();
    private Optional<Zxid> toCommit = Optional.empty();
    private Zxid committed = Zxid.NONE;
    private Optional<ActorRef<Stopped>> stopping = Optional.empty();
    private java.util.UUID journal = new java.util.UUID(0, 0);
    private boolean closing; // the log takes no more
    private boolean flushComing;
    private boolean logFailed; // and has said why
    private long snapshotsSinceTold;
    private long snapshotToldAgainAt; // of the system's uptime in seconds

    /** How a member gets its log: given whom to tell, it starts the log's actor. */
    public interface LogStarter {
        ActorRef<Log.Command> start(ActorContext<?> context, ActorRef<Log.Notice> listener);
    }

    public static Behavior<Command> create(
            ServerId self,
            Quorum quorum,
            LogStarter log,
            ActorRef<Replica.Command> replica,
            Watcher watcher) {
        return Behaviors.setup(context -> new Member(context, self, quorum, log, replica, watcher));
    }

    private Member(
            ActorContext<Command> context,
            ServerId self,
            Quorum quorum,
            LogStarter log,
            ActorRef<Replica.Command> replica,
            Watcher watcher) {
        super(context);
        this.self = self;
        this.zab =
                new ZabPeer(
                        self,
                        new Membership(quorum, Set.of(), 0),
                        ZabSettings.DEFAULT,
                        new UnreadHistory());
        this.replica = replica;
        this.watcher = watcher;
        this.notices = context.messageAdapter(Log.Notice.class, FromLog::new);
        this.log = log.start(context, notices);
        context.watch(this.log);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Submit submit -> replica.tell(new Replica.Prepare(submit.write()));
            case Propose propose -> propose(propose.proposal());
            case Snapshot snapshot -> log.tell(new Log.TakeSnapshot(snapshot.feed()));
            case FromLog(Log.Notice notice) -> onNotice(notice);
            case LogBroke(Throwable cause) -> onLogBroke(cause);
            case Stop stop -> stop(stop.replyTo());
            case Flush flush -> carryOut();
        }
        if (hasWork() && !flushComing) {
            // What already waits in the mailbox comes before our Flush: the batch fits the load.
            flushComing = true;
            getContext().getSelf().tell(Flush.FLUSH);
        }
        return this;
    }

    /** A log that ends in good order, or knows why not, has said so itself. */
    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (!(signal instanceof Terminated)) return Behaviors.unhandled();

        if (signal instanceof ChildFailed broken) {
            getContext().getSelf().tell(new LogBroke(broken.cause()));
        }
        return this;
    }

    private void onLogBroke(Throwable cause) {
        if (logFailed) return; // this is only how Pekko ends it

        LOG.error("the log broke", cause);
        watcher.failed("the log broke: " + cause);
    }

    private void propose(Proposal proposal) {
        group.mark(proposal.mark());
        zab.propose(proposal.entries(), effects);
    }

    private void onNotice(Log.Notice notice) {
        switch (notice) {
            case Log.Recovered<?> recovered -> onRecovered(recovered);
            case Log.EpochAccepted accepted -> zab.epochAccepted(accepted.epoch(), effects);
            case Log.EpochEstablished established ->
                    zab.epochEstablished(established.epoch(), effects);
            case Log.Durable durable -> onDurable(durable);
            case Log.Truncated truncated -> zab.truncated(truncated.last(), effects);
            case Log.SpaceChanged space -> onSpace(space);
            case Log.SnapshotTaken taken -> onSnapshot(taken);
            case Log.SnapshotInstalled installed -> zab.snapshotInstalled(installed.at(), effects);
            case Log.SnapshotFailed failed -> {
                LOG.warn("snapshot failed, the log is kept: {}", failed.reason());
                replica.tell(new Replica.SnapshotEnded());
            }
            case Log.InstallFailed failed -> watcher.failed(failed.reason());
            case Log.LogBegins begins -> {}
            case Log.Failed failed -> {
                logFailed = true;
                if (failed.isOurMistake()) LOG.error("the log failed", failed.cause());
                watcher.failed(failed.reason());
            }
            case Log.Closed closed -> onClosed();
        }
    }

    private void onSnapshot(Log.SnapshotTaken taken) {
        tellOfSnapshot(taken);
        watcher.snapshotTaken(taken.took());
        replica.tell(new Replica.SnapshotEnded());
    }

    /** Under heavy writing there may be several a second: the diary has one a minute. */
    private void tellOfSnapshot(Log.SnapshotTaken taken) {
        snapshotsSinceTold++;
        long upSeconds = getContext().getSystem().uptime();
        if (upSeconds < snapshotToldAgainAt) return;

        LOG.info(
                "snapshot zxid={} bytes={} ms={} count={}",
                taken.at(),
                taken.bytes(),
                taken.took().toMillis(),
                snapshotsSinceTold);
        snapshotsSinceTold = 0;
        snapshotToldAgainAt = upSeconds + SNAPSHOT_TOLD_EVERY_SECONDS;
    }

    private void onRecovered(Log.Recovered<?> recovered) {
        RecoveredLog found = recovered.log();
        watcher.recovered(found);
        journal = found.standing().journal();
        var state = (RecoveringState) recovered.fold();
        if (!found.firstStart()) tell(found);
        replica.tell(new Replica.Adopt(state.state()));
        state.pending().forEach(entries -> replica.tell(new Replica.Logged(entries)));
        committed = state.state().applied();
        group.space(found.spaceBytes());
        zab.recovered(
                new Recollection(
                        found.acceptedEpoch(),
                        found.currentEpoch(),
                        found.lastLogged(),
                        committed,
                        found.currentEpoch() > 0),
                effects);
    }

    private static void tell(RecoveredLog found) {
        LOG.info(
                "recovered zxid={} snapshot={} entries={} closedCleanly={} ms={}",
                found.lastLogged(),
                found.snapshot(),
                found.entries(),
                found.closedCleanly(),
                found.took().toMillis());
    }

    private void onDurable(Log.Durable durable) {
        group.durable();
        group.space(durable.spaceBytes());
        zab.durable(durable.upTo(), effects);
        replica.tell(new Replica.LogRoom(durable.upTo(), durable.spaceBytes(), group.isFull()));
    }

    private void onSpace(Log.SpaceChanged space) {
        if (space.full() != group.isFull()) watcher.diskFull(space.full());
        group.full(space.full());
        group.space(space.spaceBytes());
        replica.tell(new Replica.LogRoom(Zxid.NONE, space.spaceBytes(), space.full()));
    }

    private void onClosed() {
        LOG.info("log closed zxid={}", committed);
        stopping.ifPresent(who -> who.tell(new Stopped()));
    }

    private boolean hasWork() {
        return group.isReady() || toCommit.isPresent();
    }

    private void carryOut() {
        flushComing = false;
        if (group.isReady()) {
            GroupCommit.Batch batch = group.take();
            log.tell(new Log.Append(batch.entries(), committed, batch.mark()));
        }
        toCommit.ifPresent(
                upTo -> {
                    committed = upTo;
                    replica.tell(new Replica.Commit(upTo));
                });
        toCommit = Optional.empty();
        closeIfDone();
    }

    private void stop(ActorRef<Stopped> replyTo) {
        stopping = Optional.of(replyTo);
        closeIfDone();
    }

    private void closeIfDone() {
        if (stopping.isEmpty() || closing || !group.isIdle()) return;

        closing = true;
        log.tell(new Log.Close(notices));
    }

    /** Collects what the protocol asks for; only the highest commit of a batch counts. */
    private final class Effects implements Outbox {
        @Override
        public void acceptEpoch(int epoch) {
            log.tell(new Log.AcceptEpoch(epoch));
        }

        @Override
        public void establishEpoch(int epoch) {
            log.tell(new Log.EstablishEpoch(epoch, journal));
        }

        @Override
        public void append(Entries entries) {
            if (!closing) group.add(entries); // behind the close nobody is promised anything
        }

        @Override
        public void commit(Zxid upTo) {
            toCommit = Optional.of(upTo);
        }

        @Override
        public void lead(int epoch, Zxid endsAt) {
            carryOut(); // the history is applied before anything is judged on top of it
            LOG.info("leading epoch={} from={} member={}", epoch, committed, self);
            replica.tell(new Replica.Lead(epoch, endsAt));
            replica.tell(new Replica.LogRoom(Zxid.NONE, group.spaceBytes(), group.isFull()));
            watcher.serving();
        }

        @Override
        public void prove() {} // to a lone member nobody can say that it has forgotten something

        @Override
        public void truncate(Zxid to) {
            log.tell(new Log.Truncate(to));
        }

        @Override
        public void lookAgain(String reason) {
            LOG.info("looking again: {}", reason);
        }

        @Override
        public void await(Set<ServerId> missing, Set<ServerId> unproven) {
            LOG.warn("no leader until missing={} unproven={} are back", missing, unproven);
        }

        @Override
        public void installSnapshot(Zxid at) {
            throw alone();
        }

        @Override
        public void follow(ServerId leader, int epoch) {
            throw alone();
        }

        @Override
        public void send(ServerId to, ZabMessage message) {
            throw alone();
        }

        @Override
        public void sendEntries(ServerId to, io.tapio.zab.EntriesKind kind, Zxid after, Zxid upTo) {
            throw alone();
        }

        @Override
        public void confirmed(long token) {}

        @Override
        public void stopProposing() {}

        @Override
        public void handedOver() {}

        @Override
        public void connect(ServerId leader) {
            throw alone();
        }

        @Override
        public void disconnect(ServerId peer, String reason) {
            throw alone();
        }

        @Override
        public void sendSnapshot(ServerId to) {
            throw alone();
        }

        private static Invariant.Broken alone() {
            return new Invariant.Broken("a lone member has nobody to talk to");
        }
    }
}
