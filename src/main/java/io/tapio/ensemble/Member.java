package io.tapio.ensemble;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerFigures;
import io.tapio.peer.PeerMessage;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import io.tapio.replica.Replica;
import io.tapio.state.Proposal;
import io.tapio.state.RecoveringState;
import io.tapio.state.Write;
import io.tapio.zab.LogOutline;
import io.tapio.zab.Membership;
import io.tapio.zab.ZabMessage;
import io.tapio.zab.ZabSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
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

    /** How long one of the protocol's ticks is. */
    public static final Duration TICK = Duration.ofMillis(50);

    private static final int HAND_OVER_TICKS_MAX = 60;

    public sealed interface Command {}

    /** A client's write, to be ordered. */
    public record Submit(Write write) implements Command {}

    /** Writes that the replica has judged and numbered. */
    public record Propose(Proposal proposal) implements Command {}

    /** A snapshot has begun; its content comes through {@code feed}. */
    public record Snapshot(SnapshotFeed feed) implements Command {}

    /** What our replica has to say to another member's. */
    public record Errand(ServerId to, Bytes body) implements Command {}

    /** Find out whether we still lead; answered to the replica. */
    public record Confirm(long token) implements Command {}

    /** How are the links with the others? Not answered by a member that is alone. */
    public record InspectLinks(ActorRef<? super PeerFigures> replyTo) implements Command {}

    /** Writes down what is in flight, closes the log, then answers. A leader hands over first. */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    /** Everything that was accepted is on disk; the log is closed. */
    public record Stopped() {}

    private record FromLog(Log.Notice notice) implements Command {}

    private record FromPeers(PeerTransport.Event event) implements Command {}

    /** The log's actor has thrown; comes behind whatever it said before. */
    private record LogBroke(Throwable cause) implements Command {}

    /** What was read elsewhere is to be used on our own thread. */
    private record Resume(Runnable next) implements Command {}

    private enum Flush implements Command {
        FLUSH
    }

    private enum Tick implements Command {
        TICK
    }

    /** Whom a member tells of the great moments of its life. */
    public interface Watcher {
        /** Clients are served from now on. */
        void serving(Office office);

        /** No client is served until further notice. */
        default void looking(String reason) {}

        /** Others follow us than before, or they have more of what we have. */
        default void retinueChanged(Retinue now) {}

        /** The log has failed: this process must not go on. */
        void failed(String reason);

        /** The log has been read. */
        default void recovered(RecoveredLog log) {}

        /** A snapshot is on disk. */
        default void snapshotTaken(Duration took) {}

        /** The disk has no room for more, or has it again. */
        default void diskFull(boolean full) {}
    }

    /** Who a member is, among whom, and how patient they are with each other. */
    public record Place(ServerId self, Membership members, ZabSettings settings) {
        boolean isAlone() {
            return members.quorum().voters().equals(Set.of(self)) && members.observers().isEmpty();
        }
    }

    /** How a member gets its log: given whom to tell, it starts the log's actor. */
    public interface LogStarter {
        ActorRef<Log.Command> start(ActorContext<?> context, ActorRef<Log.Notice> listener);
    }

    /** How a member gets its way to the others; a lone one is not asked. */
    public interface PeersStarter {
        ActorRef<PeerTransport.Command> start(
                ActorContext<?> context, Supply supply, ActorRef<PeerTransport.Event> listener);
    }

    /** What a member stands on, other than its rooms. */
    public interface Ground {
        /** Time that only goes forwards, as in {@link System#nanoTime}. */
        long nanoTime();

        /** May wait for the disk. */
        Executor readers();

        /** Hears everything and does nothing. */
        <T> ActorRef<T> nobody();
    }

    /** What a member works with. */
    public record Rooms(
            LogStarter log,
            PeersStarter peers,
            ActorRef<Replica.Command> replica,
            Watcher watcher) {}

    private final Place place;
    private final Ground ground;
    private final ZabPeer zab;
    private final LogDesk log;
    private final PeerDesk peers;
    private final ActorRef<Log.Notice> notices;
    private final ActorRef<Replica.Command> replica;
    private final Watcher watcher;
    private final Effects effects;
    private final SnapshotDiary diary = new SnapshotDiary();
    private final DiskPace pace = new DiskPace();
    private Optional<ActorRef<Stopped>> stopping = Optional.empty();
    private int handOverTicks; // since a leader was asked to stop; 0 if it was not
    private boolean closing; // the log takes no more
    private boolean flushComing;
    private boolean logFailed; // and has said why
    private long tickedAtNanos;

    public static Behavior<Command> create(Place place, Rooms rooms) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers ->
                                        on(
                                                context,
                                                timers,
                                                place,
                                                rooms,
                                                ground(context.getSystem()))));
    }

    /** On a ground of one's own. */
    public static Behavior<Command> on(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Place place,
            Rooms rooms,
            Ground ground) {
        return new Member(context, timers, place, rooms, ground);
    }

    private static Ground ground(ActorSystem<?> system) {
        var blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        return new Ground() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Executor readers() {
                return blocking;
            }

            @Override
            public <T> ActorRef<T> nobody() {
                return system.ignoreRef();
            }
        };
    }

    private Member(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Place place,
            Rooms rooms,
            Ground ground) {
        super(context);
        this.place = place;
        this.ground = ground;
        this.replica = rooms.replica();
        this.watcher = rooms.watcher();
        this.notices = context.messageAdapter(Log.Notice.class, FromLog::new);
        ActorRef<Log.Command> logRef = rooms.log().start(context, notices);
        context.watch(logRef);
        this.log = new LogDesk(logRef, replica);
        this.zab = new ZabPeer(place.self(), place.members(), place.settings());
        ActorRef<Command> self = context.getSelf();
        var supply =
                new LogSupply(log.recent(), ground.readers(), next -> self.tell(new Resume(next)));
        this.peers = new PeerDesk(way(context, supply, rooms.peers()), supply, log);
        this.effects = new Effects(place.self(), zab, log, peers, replica, watcher);
        if (!place.isAlone()) replica.tell(new Replica.JoinOthers());
        if (!place.isAlone()) timers.startTimerWithFixedDelay(Tick.TICK, TICK);
        tickedAtNanos = ground.nanoTime();
    }

    private ActorRef<PeerTransport.Command> way(
            ActorContext<Command> context, Supply supply, PeersStarter starter) {
        if (place.isAlone()) return ground.nobody();

        return starter.start(
                context, supply, context.messageAdapter(PeerTransport.Event.class, FromPeers::new));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Submit submit -> replica.tell(new Replica.Prepare(submit.write()));
            case Propose propose -> effects.propose(propose.proposal());
            case Snapshot snapshot -> log.takeSnapshot(snapshot.feed());
            case Errand errand -> peers.errand(errand.to(), errand.body());
            case Confirm confirm -> zab.confirm(confirm.token(), effects);
            case InspectLinks inspect -> peers.inspect(inspect.replyTo());
            case FromLog(Log.Notice notice) -> onNotice(notice);
            case FromPeers(PeerTransport.Event event) -> onPeer(event);
            case LogBroke(Throwable cause) -> onLogBroke(cause);
            case Resume(Runnable next) -> next.run();
            case Tick tick -> tick();
            case Stop stop -> stop(stop.replyTo());
            case Flush flush -> carryOut();
        }
        if (log.hasWork() && !flushComing) {
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

    /**
     * Time that passed while this process stood still has passed for the others: a leader that was
     * asleep must not take itself for one until it has heard of them again.
     */
    private void tick() {
        long now = ground.nanoTime();
        long missed = (now - tickedAtNanos) / TICK.toNanos();
        tickedAtNanos = now;
        int ticks = (int) Math.clamp(missed, 1, place.settings().initLimitTicks() + 1L);
        for (int i = 0; i < ticks; i++) zab.tick(effects);
        if (peers.isPaused()) peers.leader().ifPresent(each -> zab.progress(each, effects));
        effects.tellRetinue();
        peers.pace();
        if (pace.isSlow(now)) zab.diskSlow(effects);
        if (handOverTicks > 0 && ++handOverTicks > HAND_OVER_TICKS_MAX) effects.handedOver();
        closeIfDone();
    }

    private void onPeer(PeerTransport.Event event) {
        switch (event) {
            case PeerTransport.Up up -> {
                peers.up(up);
                zab.linkUp(up.peer(), effects);
            }
            case PeerTransport.Down down -> {
                peers.down(down.peer(), down.reason());
                replica.tell(new Replica.PeerLost(down.peer()));
                zab.linkDown(down.peer(), effects);
            }
            case PeerTransport.Received received -> onReceived(received.from(), received.message());
            case PeerTransport.Progress progress -> zab.progress(progress.peer(), effects);
        }
    }

    private void onReceived(ServerId from, PeerMessage message) {
        switch (message) {
            case PeerMessage.Said(ZabMessage said) -> {
                if (said instanceof ZabMessage.SnapshotOffer(Zxid at)) peers.offered(from, at);
                zab.received(from, said, effects);
            }
            case PeerMessage.Errand(Bytes body) -> {
                replica.tell(new Replica.FromPeer(from, body));
                zab.progress(from, effects);
            }
            case PeerMessage.SnapshotChunk(Bytes bytes) -> {
                peers.chunk(from, bytes);
                zab.progress(from, effects);
            }
            case PeerMessage.SnapshotEnd end ->
                    peers.ended(from, end.mark())
                            .ifPresent(at -> zab.snapshotReceived(at, effects));
        }
    }

    private void onNotice(Log.Notice notice) {
        switch (notice) {
            case Log.Recovered<?> recovered -> onRecovered(recovered);
            case Log.EpochAccepted accepted -> zab.epochAccepted(accepted.epoch(), effects);
            case Log.EpochEstablished established -> {
                zab.epochEstablished(established.epoch(), effects);
                peers.introduce();
            }
            case Log.Durable durable -> onDurable(durable);
            case Log.Truncated truncated -> zab.truncated(truncated.last(), effects);
            case Log.SpaceChanged space -> {
                if (log.spaceChanged(space.full(), space.spaceBytes())) {
                    watcher.diskFull(space.full());
                }
            }
            case Log.SnapshotTaken taken -> onSnapshot(taken);
            case Log.SnapshotInstalled installed -> onInstalled(installed);
            case Log.InstallFailed failed -> onInstallFailed(failed);
            case Log.SnapshotFailed failed -> {
                LOG.warn("snapshot failed, the log is kept: {}", failed.reason());
                replica.tell(new Replica.SnapshotEnded());
            }
            case Log.LogBegins begins -> zab.logBegins(begins.base(), effects);
            case Log.Failed failed -> {
                logFailed = true;
                if (failed.isOurMistake()) LOG.error("the log failed", failed.cause());
                watcher.failed(failed.reason());
            }
            case Log.Closed closed -> onClosed();
        }
    }

    private void onSnapshot(Log.SnapshotTaken taken) {
        diary.tell(taken, TimeUnit.NANOSECONDS.toSeconds(ground.nanoTime()));
        watcher.snapshotTaken(taken.took());
        replica.tell(new Replica.SnapshotEnded());
        effects.snapshotTaken();
    }

    /** What came from the leader is our state and our log now. */
    private void onInstalled(Log.SnapshotInstalled installed) {
        LOG.info("the leader's state is installed zxid={}", installed.at());
        log.installed(installed);
        peers.introduce();
        zab.snapshotInstalled(installed.at(), effects);
    }

    private void onInstallFailed(Log.InstallFailed failed) {
        if (peers.installFailed(failed.at(), failed.reason())) {
            LOG.warn("the leader's state did not come: {}", failed.reason());
            peers.leader().ifPresent(leader -> zab.linkDown(leader, effects));
        } else {
            watcher.failed("the leader's state cannot be installed: " + failed.reason());
        }
    }

    private void onRecovered(Log.Recovered<?> recovered) {
        RecoveredLog found = recovered.log();
        watcher.recovered(found);
        var state = (RecoveringState) recovered.fold();
        diary.tell(found);
        log.recovered(found, state);
        peers.recovered(found);
        zab.recovered(
                new Recollection(
                        found.acceptedEpoch(),
                        found.establishedEpoch(),
                        new LogOutline(found.standing().base(), found.standing().epochEnds()),
                        log.committed(),
                        found.standing().proven(),
                        LogDesk.remembered(found.standing().marks())),
                effects);
    }

    private void onDurable(Log.Durable durable) {
        pace.durable(ground.nanoTime());
        log.durable(durable);
        zab.durable(durable.upTo(), effects);
        log.tellRoom(durable.upTo());
        peers.introduce();
        peers.pace();
    }

    private void onClosed() {
        LOG.info("log closed zxid={}", log.committed());
        peers.stop(ground.nobody());
        stopping.ifPresent(who -> who.tell(new Stopped()));
    }

    private void carryOut() {
        flushComing = false;
        if (log.carryOut()) pace.appended(ground.nanoTime());
        closeIfDone();
    }

    private void stop(ActorRef<Stopped> replyTo) {
        stopping = Optional.of(replyTo);
        if (!place.isAlone() && effects.isLeading()) {
            handOverTicks = 1;
            zab.handOver(effects);
        }
        closeIfDone();
    }

    private void closeIfDone() {
        if (stopping.isEmpty() || closing || !log.isIdle()) return;
        if (handOverTicks > 0 && !effects.isHandedOver()) return;

        closing = true;
        log.close(notices);
    }
}
