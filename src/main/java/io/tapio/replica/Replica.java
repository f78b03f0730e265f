package io.tapio.replica;

import io.tapio.jute.MalformedInput;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.Access;
import io.tapio.state.Conversation;
import io.tapio.state.ErrandCodec;
import io.tapio.state.Outcomes;
import io.tapio.state.Posted;
import io.tapio.state.Proposal;
import io.tapio.state.ReadBatch;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionRules;
import io.tapio.state.StateMachine;
import io.tapio.state.Write;
import io.tapio.tree.Quotas;
import io.tapio.wire.ConnectRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of the replicated state. Feeds the state machine in mailbox order and hands on what comes
 * of it; decides nothing.
 */
public final class Replica extends AbstractMatchingBehavior<Replica.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.replica");
    private static final int SESSIONS_NAMED = 5;

    public sealed interface Command {}

    /** The state as the journal tells it; everything begins with this. */
    public record Adopt(ReplicatedState state) implements Command {}

    /** Entries of the log that are not known to be committed yet. */
    public record Logged(Entries entries) implements Command {}

    /**
     * This member leads: writes are judged here, and numbered up to the run that reaches the end.
     */
    public record Lead(int epoch, Zxid endsAt) implements Command {}

    /** Entries after this one are void; none of them was committed. */
    public record Truncated(Zxid to) implements Command {}

    /** Clients are served under that leader from now on. */
    public record Follow(ServerId leader, int epoch) implements Command {}

    /**
     * There is no leader: no client is served. What was numbered and is after {@code logged} was
     * never logged.
     */
    public record Stand(Zxid logged) implements Command {}

    /** Nothing more is numbered: another member is about to lead. */
    public record StopJudging() implements Command {}

    /** There are others in the ensemble. */
    public record JoinOthers() implements Command {}

    /** Something from another member's replica. */
    public record FromPeer(ServerId from, Bytes errand) implements Command {}

    /** A member's link is down. */
    public record PeerLost(ServerId peer) implements Command {}

    /** We led after that question was put. */
    public record Confirmed(long token) implements Command {}

    /** A snapshot is wanted now, if none is being written. */
    public record TakeSnapshot() implements Command {}

    /** Reads of one connection. */
    public record Reads(ReadBatch batch) implements Command {}

    /** A client's writes, to be judged, numbered and proposed. */
    public record Prepare(Write write) implements Command {}

    /** A client wants a new session; passed on to be ordered unless it has seen more than we. */
    public record Open(Write.OpenSession open, ConnectRequest request) implements Command {}

    /** A client wants to go on with its session. */
    public record Attach(Conversation conversation, ConnectRequest request) implements Command {}

    /** A connection is gone. */
    public record Detach(Conversation conversation) implements Command {}

    /** Everything up to this entry is committed. */
    public record Commit(Zxid upTo) implements Command {}

    /** What the log has on disk, and what it has room for. */
    public record LogRoom(Zxid durable, long bytes, boolean full) implements Command {}

    /** The snapshot that was begun last is on disk, or was given up. */
    public record SnapshotEnded() implements Command {}

    /**
     * So much time passes at once; whoever is connected is taken to have been heard all along.
     * {@code then} runs when what came of it is applied.
     */
    public record Elapse(Duration time, Runnable then) implements Command {}

    /** A session expires before its time, if we lead. {@code then} runs when that is applied. */
    public record Expire(SessionId session, Runnable then) implements Command {}

    /** Reads something of the state, for operators; {@code view} must not keep it. */
    public record Inspect(Consumer<StateMachine> view) implements Command {}

    private enum Tick implements Command {
        TICK
    }

    private enum Report implements Command {
        REPORT
    }

    private enum ReadOnly implements Command {
        BEGIN
    }

    private enum Flush implements Command {
        FLUSH
    }

    private enum SnapshotStep implements Command {
        STEP
    }

    /** The rooms that a replica talks to; each call is one message. */
    public interface Neighbours {
        /** To the watch manager: outcomes in their order. */
        void outcomes(Outcomes outcomes);

        /** To the member: judged writes. */
        void propose(Proposal proposal);

        /** To the member: a write that is to be ordered. */
        void submit(Write write);

        /** To another member's replica, by way of our member. */
        void errand(ServerId to, Bytes errand);

        /** To the member: do we still lead? */
        void confirm(long token);

        /**
         * To the house: for want of a leader, clients that ask for no more may read here from now
         * on.
         */
        default void readOnly(SessionId lastCreated) {}

        /** To the member: a snapshot has begun, its content follows through {@code feed}. */
        void snapshot(SnapshotFeed feed);
    }

    private static final Duration READ_ONLY_AFTER = Duration.ofSeconds(2);
    private static final Duration SNAPSHOT_PAUSE = Duration.ofMillis(5); // the disk is behind

    private final TimerScheduler<Command> timers;
    private final Access access;
    private final SessionRules rules;
    private final Neighbours neighbours;
    private final InstantSource clock;
    private final SnapshotTaker snapshots;
    private final Duration tick;
    private final Settling settling = new Settling();
    private @Nullable StateMachine machine;
    private boolean flushComing;
    private boolean hasOthers;

    /** {@code tick} is the length of a tick of session time. */
    public static Behavior<Command> create(
            Access access,
            Neighbours neighbours,
            InstantSource clock,
            Duration tick,
            SnapshotTaker snapshots) {
        return create(access, SessionRules.GLOBAL, neighbours, clock, tick, snapshots);
    }

    /** With other sessions than the ensemble's. */
    public static Behavior<Command> create(
            Access access,
            SessionRules rules,
            Neighbours neighbours,
            InstantSource clock,
            Duration tick,
            SnapshotTaker snapshots) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers ->
                                        on(
                                                context,
                                                timers,
                                                access,
                                                rules,
                                                neighbours,
                                                clock,
                                                tick,
                                                snapshots)));
    }

    /** With timers of one's own. */
    public static Behavior<Command> on(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Access access,
            SessionRules rules,
            Neighbours neighbours,
            InstantSource clock,
            Duration tick,
            SnapshotTaker snapshots) {
        return new Replica(context, timers, access, rules, neighbours, clock, tick, snapshots);
    }

    private Replica(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Access access,
            SessionRules rules,
            Neighbours neighbours,
            InstantSource clock,
            Duration tick,
            SnapshotTaker snapshots) {
        super(context);
        this.timers = timers;
        this.access = access;
        this.rules = rules;
        this.neighbours = neighbours;
        this.clock = clock;
        this.snapshots = snapshots;
        this.tick = tick;
        timers.startTimerWithFixedDelay(Tick.TICK, tick);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Adopt adopt -> adopt(adopt.state());
            case Logged logged -> machine().logged(logged.entries());
            case Lead lead -> {
                timers.cancel(Report.REPORT);
                timers.cancel(ReadOnly.BEGIN);
                machine().lead(lead.epoch(), lead.endsAt());
            }
            case Truncated truncated -> machine().truncated(truncated.to());
            case Follow follow -> follow(follow.leader());
            case Stand stand -> {
                timers.cancel(Report.REPORT);
                machine().stand(stand.logged());
                settling.giveUp();
                awaitReadOnly();
            }
            case StopJudging stop -> {
                machine().stopJudging();
                flush(); // what is numbered goes before the last word
            }
            case JoinOthers join -> joinOthers();
            case FromPeer errand -> errand(errand);
            case PeerLost lost -> {
                if (machine != null) machine.peerLost(lost.peer());
            }
            case Confirmed confirmed -> machine().confirmed(confirmed.token());
            case TakeSnapshot now -> beginSnapshot();
            case Reads reads -> machine().read(reads.batch());
            case Prepare prepare -> machine().write(prepare.write(), clock.millis());
            case Open open -> open(open);
            case Attach attach -> machine().attach(attach.conversation(), attach.request());
            case Detach detach -> machine().detach(detach.conversation());
            case Commit commit -> commit(commit.upTo());
            case LogRoom room ->
                    machine().logRoom(room.durable(), room.bytes(), room.full(), clock.millis());
            case SnapshotEnded ended ->
                    snapshots.ended(
                            machine().state().entriesApplied(), machine().state().bytesLogged());
            case Inspect inspect -> inspect(inspect.view());
            case Elapse(Duration time, Runnable then) -> {
                elapse(time);
                whenSettled(then);
            }
            case Expire(SessionId session, Runnable then) -> {
                if (machine != null) machine.expire(session, clock.millis());
                whenSettled(then);
            }
            case Tick tick -> tick();
            case ReadOnly begin -> {
                if (machine().serveReadOnly()) {
                    neighbours.readOnly(machine().state().sessions().lastCreated());
                }
            }
            case Report report -> {
                if (machine != null) machine.report();
            }
            case Flush flush -> onFlush();
            case SnapshotStep step -> snapshotStep();
        }
        handOn();
        if (machine != null) settling.applied(machine.state().applied());
        return this;
    }

    /** A state that has come from a leader takes the place of ours. */
    private void adopt(ReplicatedState state) {
        if (machine != null) leave(machine);
        machine = new StateMachine(state, access, rules);
        if (hasOthers) machine.joinOthers();
        awaitReadOnly();
    }

    /** Those who were let in to read go with the state that they read. */
    private void leave(StateMachine before) {
        snapshots.replaced();
        before.stand(Zxid.NONE);
        handOn();
    }

    /** Most elections are over before anybody needs to do with less. */
    private void awaitReadOnly() {
        if (!rules.readOnly()) return;

        Duration patience = tick.compareTo(READ_ONLY_AFTER) > 0 ? tick : READ_ONLY_AFTER;
        timers.startSingleTimer(ReadOnly.BEGIN, patience);
    }

    /** The leader hears of our clients twice in each tick of session time. */
    private void follow(ServerId leader) {
        timers.cancel(ReadOnly.BEGIN);
        machine().follow(leader);
        timers.startTimerWithFixedDelay(Report.REPORT, tick.dividedBy(2));
    }

    private void joinOthers() {
        hasOthers = true;
        if (machine != null) machine.joinOthers();
    }

    /** A member that says what nobody can read is answered by nothing. */
    private void errand(FromPeer said) {
        try {
            machine().errand(said.from(), ErrandCodec.read(said.errand()), clock.millis());
        } catch (MalformedInput malformed) {
            LOG.warn("member {} asks what cannot be read: {}", said.from(), malformed.getMessage());
        }
    }

    private void open(Open open) {
        if (!machine().open(open.open(), open.request())) neighbours.submit(open.open());
    }

    /** What an operator's question breaks is the answer, not the state. */
    private void inspect(Consumer<StateMachine> view) {
        try {
            view.accept(machine());
        } catch (RuntimeException broken) {
            LOG.error("an inquiry into the state failed", broken);
        }
    }

    private void commit(Zxid upTo) {
        machine().commit(upTo);
        if (snapshots.isDue(machine().state().entriesApplied(), machine().state().bytesLogged())) {
            beginSnapshot();
        }
    }

    private void beginSnapshot() {
        if (snapshots.isWriting()) return;

        neighbours.snapshot(snapshots.begin(machine().state()));
        getContext().getSelf().tell(SnapshotStep.STEP);
    }

    private void snapshotStep() {
        switch (snapshots.step()) {
            case SOON -> getContext().getSelf().tell(SnapshotStep.STEP);
            case LATER -> timers.startSingleTimer(SnapshotStep.STEP, SNAPSHOT_PAUSE);
            case NEVER -> {}
        }
    }

    private void tick() {
        if (machine == null) return;

        tellOfExpired(machine.tick(clock.millis()));
        for (Quotas.Excess excess : machine.takeExceededQuotas()) {
            LOG.warn(
                    "quota exceeded path={} {}={} limit={}",
                    excess.quotaPath(),
                    excess.dimension().name().toLowerCase(Locale.ROOT),
                    excess.usage(),
                    excess.limit());
        }
    }

    private void elapse(Duration time) {
        for (long ticks = time.dividedBy(tick); ticks > 0; ticks--) {
            if (machine != null) machine.hearConnected();
            tick();
        }
    }

    private void whenSettled(Runnable then) {
        settling.add(machine == null ? Zxid.NONE : machine.numbered(), then);
        if (machine == null) settling.giveUp();
    }

    /** One line, however many they are. */
    private static void tellOfExpired(List<SessionId> expired) {
        if (expired.isEmpty()) return;

        List<SessionId> some = expired.subList(0, Math.min(expired.size(), SESSIONS_NAMED));
        LOG.info("expired sessions={} such as {}", expired.size(), some);
    }

    /** Outcomes go on at once; proposals wait for what else is in the mailbox already. */
    private void handOn() {
        if (machine == null) return;
        if (hasOthers) handOnToOthers(machine);
        if (machine.hasOutcomes()) neighbours.outcomes(machine.takeOutcomes());
        if (machine.hasProposal() && !flushComing) {
            flushComing = true;
            getContext().getSelf().tell(Flush.FLUSH);
        }
    }

    private void handOnToOthers(StateMachine now) {
        for (long token = now.takeQuestion(); token != 0; token = now.takeQuestion()) {
            neighbours.confirm(token);
        }
        if (!now.hasPosted()) return;

        for (Posted each : now.takePosted()) {
            neighbours.errand(each.to(), ErrandCodec.write(each.errand()));
        }
    }

    private void onFlush() {
        flushComing = false;
        flush();
    }

    private void flush() {
        machine().takeProposal().ifPresent(neighbours::propose);
    }

    private StateMachine machine() {
        return Invariant.present(machine, "the state is recovered before it is used");
    }
}
