package io.tapio.log;

import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The member's journal as an actor: what goes in by {@link Append} comes out as {@link Durable}.
 *
 * <p>While it recovers it folds the journal, and then gives the fold away. It answers in the order
 * in which it was told. When the disk fails it says {@link Failed} once and stops; nothing is tried
 * again.
 */
public final class Log extends EventSourcedBehavior<Log.Command, JournalFact, LogState> {

    /** Where a log must run, together with its journal. */
    public static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("tapio.disk");

    private static final int STASHED_COMMANDS_MAX = 1 << 16;
    private static final Duration TICK = Duration.ofSeconds(1);

    public sealed interface Command {}

    /**
     * Log these entries. They must follow what was logged before.
     *
     * @param committed every entry up to here is known to be committed
     * @param mark the digest of the state at some applied entry, or one at {@link Zxid#NONE}
     */
    public record Append(Entries entries, Zxid committed, DigestMark mark) implements Command {}

    public record AcceptEpoch(int epoch) implements Command {}

    /** This member's history is that of the leader of the epoch, in that ensemble. */
    public record EstablishEpoch(int epoch, UUID cluster) implements Command {}

    /** This disk has all that its member ever promised. Not answered. */
    public record Prove() implements Command {}

    /**
     * How far the other members had come, by their numbers; on disk a little later. Not answered.
     */
    public record Remember(Map<Integer, Zxid> marks) implements Command {}

    /** Void every entry after {@code last}; none of them may be committed. */
    public record Truncate(Zxid last) implements Command {}

    /** Write down what the feed brings. One snapshot at a time. */
    public record TakeSnapshot(SnapshotFeed feed) implements Command {}

    /**
     * Write down a state that comes from elsewhere, and let it replace all that was logged as soon
     * as the feed ends. Nothing may be appended before the answer. A snapshot being taken gives
     * way.
     */
    public record InstallSnapshot(SnapshotFeed feed) implements Command {}

    /** End in good order. */
    public record Close(ActorRef<? super Closed> replyTo) implements Command {}

    private record SnapshotDone(SnapshotJob.Outcome outcome) implements Command {}

    /** What stands before {@code base} turned out to be damaged when it was read for others. */
    private record Unreadable(Zxid base) implements Command {}

    private enum Work implements Command {
        WORK
    }

    private enum Tick implements Command {
        TICK
    }

    public sealed interface Notice {}

    /** The journal was folded; the fold now belongs to whoever reads this. */
    public record Recovered<F extends Fold>(F fold, RecoveredLog log) implements Notice {}

    /**
     * Every entry up to {@code upTo} is on disk.
     *
     * @param spaceBytes what may be on its way to the log at most, until the next notice
     */
    public record Durable(Zxid upTo, long spaceBytes) implements Notice {}

    public record EpochAccepted(int epoch) implements Notice {}

    public record EpochEstablished(int epoch) implements Notice {}

    public record Truncated(Zxid last) implements Notice {}

    public record SnapshotTaken(Zxid at, long bytes, Duration took) implements Notice {}

    /** The state at {@code at} is what this member starts from now; the log ends there. */
    public record SnapshotInstalled(Zxid at, long spaceBytes, Fold fold) implements Notice {}

    /** The state from elsewhere is not there; nothing has changed. */
    public record InstallFailed(Zxid at, String reason) implements Notice {}

    /**
     * What can be read of the log begins after {@code base} now: the rest was purged, or is
     * damaged.
     */
    public record LogBegins(Zxid base) implements Notice {}

    /** There is no snapshot; all else goes on. */
    public record SnapshotFailed(Zxid at, String reason) implements Notice {}

    /** The journal grew, or (if {@code full}) could not and uses up what it has. */
    public record SpaceChanged(boolean full, long spaceBytes) implements Notice {}

    /** The log has stopped: its files are damaged, in use, or on a disk that fails. */
    public record Failed(String reason, Throwable cause) implements Notice {
        public boolean isOurMistake() {
            return FailureReason.isMistake(cause);
        }
    }

    public record Closed() implements Notice {}

    private final ActorContext<Command> context;
    private final ActorRef<Notice> replyTo;
    private final LogStore store;
    private final Plugins plugins;
    private final LogState state;
    private final long beganNanos;
    private final SnapshotDesk desk;
    private boolean workComing;
    private boolean over; // the store is closed, and no more is said

    /** Which plugins keep the facts; others than ours only in a test. */
    record Plugins(String journal, String snapshots) {
        static final Plugins OURS = new Plugins("tapio.log.journal", "tapio.log.snapshots");
    }

    /**
     * Opens the log, recovers, and tells {@code replyTo} all its notices; to be started on {@link
     * #DISPATCHER}.
     *
     * @param fold makes the empty state that the journal is folded into
     */
    public static Behavior<Command> create(
            LogSettings settings, Supplier<? extends Fold> fold, ActorRef<Notice> replyTo) {
        return create(settings, fold, replyTo, new DiskStorage());
    }

    /** On another disk than this machine's. */
    public static Behavior<Command> create(
            LogSettings settings,
            Supplier<? extends Fold> fold,
            ActorRef<Notice> replyTo,
            Storage storage) {
        return create(settings, fold, replyTo, storage, Plugins.OURS);
    }

    static Behavior<Command> create(
            LogSettings settings,
            Supplier<? extends Fold> fold,
            ActorRef<Notice> replyTo,
            Storage storage,
            Plugins plugins) {
        return Behaviors.setup(
                context -> {
                    long began = System.nanoTime();
                    try {
                        LogStore store = LogStore.open(settings, storage);
                        var state = new LogState(fold.get());
                        return withTicks(
                                new Log(context, replyTo, store, plugins, state, fold, began));
                    } catch (IOException | RuntimeException failure) {
                        replyTo.tell(new Failed(FailureReason.of(failure), failure));
                        return Behaviors.stopped();
                    }
                });
    }

    private static Behavior<Command> withTicks(Log log) {
        return Behaviors.withTimers(
                timers -> {
                    timers.startTimerWithFixedDelay(Tick.TICK, TICK);
                    return log;
                });
    }

    private Log(
            ActorContext<Command> context,
            ActorRef<Notice> replyTo,
            LogStore store,
            Plugins plugins,
            LogState state,
            Supplier<? extends Fold> folds,
            long beganNanos) {
        super(PersistenceId.ofUniqueId(openLogs(context).add(store)));
        this.context = context;
        this.replyTo = replyTo;
        this.store = store;
        this.plugins = plugins;
        this.state = state;
        this.beganNanos = beganNanos;
        ActorRef<Command> self = context.getSelf();
        this.desk =
                new SnapshotDesk(store, folds, replyTo, done -> self.tell(new SnapshotDone(done)));
    }

    private static OpenLogs openLogs(ActorContext<Command> context) {
        return OpenLogs.of(Adapter.toClassic(context.getSystem()));
    }

    @Override
    public CommandHandler<Command, JournalFact, LogState> commandHandler() {
        return (ignored, command) -> {
            try {
                return onCommand(command);
            } catch (IOException failure) {
                return fail(failure);
            }
        };
    }

    private Effect<JournalFact, LogState> onCommand(Command command) throws IOException {
        return switch (command) {
            case Append append -> append(append);
            case AcceptEpoch(int epoch) ->
                    persist(new JournalFact.EpochAccepted(epoch), new EpochAccepted(epoch));
            case EstablishEpoch(int epoch, UUID cluster) ->
                    persist(
                            new JournalFact.EpochEstablished(epoch, cluster),
                            new EpochEstablished(epoch));
            case Prove prove -> begin(Optional.of(new JournalFact.DiskProven()));
            case Remember(Map<Integer, Zxid> marks) -> remember(marks);
            case Truncate(Zxid last) ->
                    persist(new JournalFact.TailTruncated(last), new Truncated(last));
            case TakeSnapshot(SnapshotFeed feed) -> begin(desk.take(feed));
            case InstallSnapshot(SnapshotFeed feed) -> begin(desk.install(feed));
            case Close(ActorRef<? super Closed> closeTo) -> close(closeTo);
            case SnapshotDone(SnapshotJob.Outcome outcome) -> begin(desk.done(outcome, state));
            case Unreadable(Zxid base) -> beginAfter(base);
            case Work work -> work();
            case Tick tick -> tick();
        };
    }

    private Effect<JournalFact, LogState> remember(Map<Integer, Zxid> marks) {
        store.peerMarks().remember(marks);
        return Effect().none();
    }

    private Effect<JournalFact, LogState> tick() throws IOException {
        store.peerMarks().tick();
        return sayIfChanged(store.journal().tick());
    }

    private Effect<JournalFact, LogState> beginAfter(Zxid base) {
        if (base.isAfter(store.ends().base())) {
            store.ends().forget(base);
            replyTo.tell(new LogBegins(base));
        }
        return Effect().none();
    }

    private Effect<JournalFact, LogState> append(Append append) {
        Zxid last = append.entries().last();
        var fact =
                new JournalFact.EntriesAppended(
                        append.entries(), append.committed(), append.mark());
        Optional<String> objection = state.history().objection(fact);
        if (objection.isPresent()) return fail(new Invariant.Broken(objection.get()));

        return Effect()
                .persist(fact)
                .thenRun(
                        now -> {
                            replyTo.tell(new Durable(last, store.journal().spaceBytes()));
                            goOnWorking();
                        });
    }

    private Effect<JournalFact, LogState> persist(JournalFact fact, Notice answer) {
        Optional<String> objection = state.history().objection(fact);
        if (objection.isPresent()) return fail(new Invariant.Broken(objection.get()));

        return Effect()
                .persist(fact)
                .thenRun(
                        now -> {
                            replyTo.tell(answer);
                            goOnWorking();
                        });
    }

    private Effect<JournalFact, LogState> begin(Optional<JournalFact> snapshot) {
        if (snapshot.isEmpty()) return Effect().none();

        return Effect().persist(snapshot.get()).thenRun(now -> goOnWorking());
    }

    /** Asked after every fact; if so, the adapter below gives Pekko what to save. */
    @Override
    public boolean shouldSnapshot(LogState now, JournalFact fact, long sequence) {
        return fact instanceof JournalFact.SnapshotRequested;
    }

    @Override
    public SnapshotAdapter<LogState> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(LogState now) {
                return desk.current();
            }

            @Override
            public LogState fromJournal(Object snapshot) {
                try {
                    return state.load((LogStore.Chosen) snapshot);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        };
    }

    private Effect<JournalFact, LogState> work() throws IOException {
        workComing = false;
        return sayIfChanged(store.journal().work());
    }

    private Effect<JournalFact, LogState> sayIfChanged(boolean spaceChanged) {
        Journal journal = store.journal();
        if (spaceChanged) replyTo.tell(new SpaceChanged(journal.isFull(), journal.spaceBytes()));
        goOnWorking();
        return Effect().none();
    }

    /** A slice of what can wait comes after what already stands in the mailbox. */
    private void goOnWorking() {
        if (workComing || !store.journal().hasWork()) return;

        workComing = true;
        context.getSelf().tell(Work.WORK);
    }

    private Effect<JournalFact, LogState> close(ActorRef<? super Closed> closeTo)
            throws IOException {
        desk.stop();
        store.close();
        over = true;
        closeTo.tell(new Closed());
        return Effect().none().thenStop();
    }

    @Override
    public EventHandler<LogState, JournalFact> eventHandler() {
        return LogState::add;
    }

    @Override
    public SignalHandler<LogState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), now -> recovered())
                .onSignal(RecoveryFailed.class, (now, failed) -> report(failed.failure()))
                .onSignal(JournalPersistFailed.class, (now, failed) -> report(failed.failure()))
                .onSignal(JournalPersistRejected.class, (now, failed) -> report(failed.failure()))
                .onSignal(PostStop.instance(), now -> stopped())
                .build();
    }

    private void recovered() {
        Replayed replayed = state.handOver();
        History history = state.history();
        Invariant.holds(
                history.equals(store.journal().history()), "replay ends where the journal does");
        var log =
                new RecoveredLog(
                        history.acceptedEpoch(),
                        history.currentEpoch(),
                        history.establishedEpoch(),
                        history.last(),
                        History.max(history.committed(), replayed.snapshot()),
                        replayed.snapshot(),
                        replayed.facts(),
                        replayed.entries(),
                        store.opened().cutBytes(),
                        store.opened().closedCleanly(),
                        store.isFirstStart(),
                        store.journal().spaceBytes(),
                        Duration.ofNanos(System.nanoTime() - beganNanos),
                        new RecoveredLog.Standing(
                                cluster(history),
                                store.id(),
                                history.proven(),
                                store.ends().base(),
                                store.ends().upTo(history.last()),
                                store.peerMarks().marks(),
                                store.findings(),
                                store.reader(base -> context.getSelf().tell(new Unreadable(base)))),
                        store.figures());
        replyTo.tell(new Recovered<>(replayed.fold(), log));
        goOnWorking();
    }

    private static Optional<UUID> cluster(History history) {
        return Optional.of(history.cluster()).filter(id -> !id.equals(History.NO_CLUSTER));
    }

    private Effect<JournalFact, LogState> fail(Throwable cause) {
        report(cause);
        return Effect().none().thenStop();
    }

    private void report(Throwable cause) {
        if (over) return;

        over = true;
        store.abandon();
        replyTo.tell(new Failed(FailureReason.of(cause), cause));
    }

    private void stopped() {
        openLogs(context).remove(persistenceId().id());
        desk.stop();
        if (!over) store.abandon();
        over = true;
    }

    @Override
    public LogState emptyState() {
        return state;
    }

    @Override
    public String journalPluginId() {
        return plugins.journal();
    }

    @Override
    public String snapshotPluginId() {
        return plugins.snapshots();
    }

    @Override
    public Optional<Integer> stashCapacity() {
        return Optional.of(STASHED_COMMANDS_MAX);
    }
}
