package io.tapio.log;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The log's part without Pekko: the same store, the same answers in the same order, on virtual
 * time. One command is at work at a time, and is answered when the disk has done what it asks for.
 */
public final class SimLog {
    /** Where a log runs. */
    public interface Yard {
        long nowUs();

        /** What happens then, unless the process is gone; later if it is stopped. */
        void at(long timeUs, Runnable what);

        /** A reference that collects. */
        ActorRef<Log.Notice> collector(List<Log.Notice> into);
    }

    private static final long POLL_US = 500;
    private static final long TICK_US = 1_000_000;

    private final SimDisk disk;
    private final LogSettings settings;
    private final Supplier<? extends Fold> folds;
    private final ActorRef<Log.Notice> listener;
    private final Yard yard;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private List<Log.Notice> notices = new ArrayList<>();
    private final ActorRef<Log.Notice> replyTo;
    private @Nullable LogStore store;
    private @Nullable LogState state;
    private @Nullable SnapshotDesk desk;
    private boolean busy;
    private boolean workComing;
    private boolean over;
    private Zxid durable = Zxid.NONE;
    private int durableEpoch;

    private enum Own {
        WORK,
        TICK
    }

    private record Done(SnapshotJob.Outcome outcome) {}

    private record Unreadable(Zxid base) {}

    public SimLog(
            SimDisk disk,
            LogSettings settings,
            Supplier<? extends Fold> folds,
            ActorRef<Log.Notice> listener,
            Yard yard) {
        this.disk = disk;
        this.settings = settings;
        this.folds = folds;
        this.listener = listener;
        this.yard = yard;
        this.replyTo = yard.collector(notices);
    }

    /** Opens the log and recovers it. */
    public void start() {
        busy = true;
        disk.begin(yard.nowUs());
        try {
            open();
        } catch (IOException | RuntimeException failure) {
            notices.add(new Log.Failed(FailureReason.of(failure), failure));
            over = true;
        }
        finish(false);
        yard.at(yard.nowUs() + TICK_US, this::tick);
    }

    private void open() throws IOException {
        LogStore opened = LogStore.open(settings, disk.storage());
        store = opened;
        state = new LogState(folds.get());
        desk = new SnapshotDesk(opened, folds, replyTo, outcome -> tellLater(new Done(outcome)));
        Optional<LogStore.Chosen> chosen = opened.newestSnapshot();
        long from = 1;
        if (chosen.isPresent()) {
            state.load(chosen.get());
            from = chosen.get().sequence() + 1;
        }
        if (from <= opened.journal().sequence()) replay(from);
        recovered();
    }

    private void replay(long from) throws IOException {
        try (JournalReplay facts = store.replay(from, store.journal().sequence())) {
            for (var next = facts.next(); next != null; next = facts.next()) {
                state.add(next.fact());
            }
        }
    }

    private void recovered() {
        Replayed replayed = state.handOver();
        History history = state.history();
        Invariant.holds(
                history.equals(store.journal().history()), "replay ends where the journal does");
        durable = history.last();
        durableEpoch = history.establishedEpoch();
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
                        Duration.ZERO,
                        new RecoveredLog.Standing(
                                Optional.of(history.cluster())
                                        .filter(id -> !id.equals(History.NO_CLUSTER)),
                                store.id(),
                                history.proven(),
                                store.ends().base(),
                                store.ends().upTo(history.last()),
                                store.peerMarks().marks(),
                                store.findings(),
                                store.reader(base -> tell(new Unreadable(base)))),
                        store.figures());
        notices.add(new Log.Recovered<>(replayed.fold(), log));
        goOnWorking();
    }

    private void tick() {
        if (over) return;
        tell(Own.TICK);
        yard.at(yard.nowUs() + TICK_US, this::tick);
    }

    public void tell(Log.Command command) {
        tell((Object) command);
    }

    private void tell(Object command) {
        waiting.add(command);
        if (!busy) begin();
    }

    private void tellLater(Object command) {
        yard.at(disk.cursor(), () -> tell(command));
    }

    private void begin() {
        Object next = waiting.poll();
        if (next == null || over) return;

        busy = true;
        disk.begin(yard.nowUs());
        try {
            carryOut(next);
        } catch (IOException failure) {
            fail(failure);
        }
        finish(next == Own.TICK);
    }

    /** Answers once the disk has done it. */
    private void finish(boolean forced) {
        disk.noteMapping(forced);
        List<Log.Notice> answers = List.copyOf(notices);
        notices.clear();
        yard.at(
                disk.cursor(),
                () -> {
                    answers.forEach(this::answer);
                    busy = false;
                    begin();
                });
    }

    private void answer(Log.Notice notice) {
        switch (notice) {
            case Log.Durable told -> durable = told.upTo();
            case Log.Truncated told -> durable = told.last();
            case Log.SnapshotInstalled told -> durable = told.at();
            case Log.EpochEstablished told -> durableEpoch = told.epoch();
            default -> {}
        }
        listener.tell(notice);
    }

    private void carryOut(Object command) throws IOException {
        switch (command) {
            case Log.Append append ->
                    persist(
                            new JournalFact.EntriesAppended(
                                    append.entries(), append.committed(), append.mark()),
                            () ->
                                    new Log.Durable(
                                            append.entries().last(), store.journal().spaceBytes()));
            case Log.AcceptEpoch accept ->
                    persist(
                            new JournalFact.EpochAccepted(accept.epoch()),
                            () -> new Log.EpochAccepted(accept.epoch()));
            case Log.EstablishEpoch establish ->
                    persist(
                            new JournalFact.EpochEstablished(
                                    establish.epoch(), establish.cluster()),
                            () -> new Log.EpochEstablished(establish.epoch()));
            case Log.Prove prove -> begin(Optional.of(new JournalFact.DiskProven()));
            case Log.Remember remember -> store.peerMarks().remember(remember.marks());
            case Log.Truncate cut ->
                    persist(
                            new JournalFact.TailTruncated(cut.last()),
                            () -> new Log.Truncated(cut.last()));
            case Log.TakeSnapshot take -> begin(desk.take(take.feed()));
            case Log.InstallSnapshot install -> begin(desk.install(install.feed()));
            case Log.Close close -> close();
            case Done done -> begin(desk.done(done.outcome(), state));
            case Unreadable unreadable -> beginAfter(unreadable.base());
            case Own.WORK -> {
                workComing = false;
                sayIfChanged(store.journal().work());
            }
            case Own.TICK -> {
                store.peerMarks().tick();
                sayIfChanged(store.journal().tick());
            }
            default -> throw new IllegalStateException("an unknown command: " + command);
        }
    }

    private void persist(JournalFact fact, Supplier<Log.Notice> answer) throws IOException {
        Optional<String> objection = state.history().objection(fact);
        if (objection.isPresent()) {
            fail(new Invariant.Broken(objection.get()));
            return;
        }
        write(fact);
        notices.add(answer.get());
        goOnWorking();
    }

    private void write(JournalFact fact) throws IOException {
        store.journal().append(store.journal().sequence() + 1, fact);
        state.add(fact);
    }

    private void begin(Optional<JournalFact> fact) throws IOException {
        if (fact.isEmpty()) return;

        write(fact.get());
        goOnWorking();
        if (fact.get() instanceof JournalFact.SnapshotRequested) {
            SnapshotJob job = desk.current();
            yard.at(disk.cursor(), () -> runWhenFed(job));
        }
    }

    /** As a thread of its own that waits for what it is fed. */
    private void runWhenFed(SnapshotJob job) {
        if (over) return;
        if (!job.feed().isClosed()) {
            yard.at(yard.nowUs() + POLL_US, () -> runWhenFed(job));
            return;
        }
        long mine = disk.cursor();
        disk.begin(yard.nowUs());
        job.run();
        disk.begin(Math.max(mine, yard.nowUs()));
    }

    private void beginAfter(Zxid base) {
        if (!base.isAfter(store.ends().base())) return;

        store.ends().forget(base);
        notices.add(new Log.LogBegins(base));
    }

    private void sayIfChanged(boolean spaceChanged) {
        Journal journal = store.journal();
        if (spaceChanged) {
            notices.add(new Log.SpaceChanged(journal.isFull(), journal.spaceBytes()));
        }
        goOnWorking();
    }

    private void goOnWorking() {
        if (workComing || !store.journal().hasWork()) return;

        workComing = true;
        waiting.add(Own.WORK);
    }

    private void close() throws IOException {
        desk.stop();
        store.close();
        over = true;
        notices.add(new Log.Closed());
    }

    private void fail(Throwable cause) {
        if (over) return;

        over = true;
        store.abandon();
        notices.add(new Log.Failed(FailureReason.of(cause), cause));
    }

    /** Up to where the platters have it, for sure. */
    public Zxid durable() {
        return durable;
    }

    /** The epoch whose history they have. */
    public int durableEpoch() {
        return durableEpoch;
    }

    /** Sizes that make everything happen in a short life. */
    public static LogSettings settings(Path directory, io.tapio.model.ServerId member) {
        return new LogSettings(directory, directory, member, 16 << 10, 24 << 10, 2, 1_000, true);
    }
}
