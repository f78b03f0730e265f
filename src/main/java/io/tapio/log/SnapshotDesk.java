package io.tapio.log;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The log's one snapshot at a time: lets it begin, and does what follows when it is written.
 *
 * <p>It begins by a fact that the log persists, because only then Pekko asks for something to save.
 */
final class SnapshotDesk {
    private final LogStore store;
    private final Supplier<? extends Fold> folds;
    private final ActorRef<Log.Notice> replyTo;
    private final Consumer<SnapshotJob.Outcome> done;
    private @Nullable SnapshotJob writing; // until its outcome is known
    private @Nullable SnapshotFeed next; // to be installed, begins when that is known

    SnapshotDesk(
            LogStore store,
            Supplier<? extends Fold> folds,
            ActorRef<Log.Notice> replyTo,
            Consumer<SnapshotJob.Outcome> done) {
        this.store = store;
        this.folds = folds;
        this.replyTo = replyTo;
        this.done = done;
    }

    /** A snapshot of our own state; the fact to persist, unless another one is being written. */
    Optional<JournalFact> take(SnapshotFeed feed) {
        if (writing != null) {
            feed.abandon("another snapshot is being written");
            replyTo.tell(new Log.SnapshotFailed(feed.at(), "another snapshot is being written"));
            return Optional.empty();
        }
        store.journal().rollSoon();
        return begin(feed, Snapshots.Standing.TAKEN);
    }

    /** A snapshot from elsewhere, before which one of our own gives way. */
    Optional<JournalFact> install(SnapshotFeed feed) {
        if (writing == null) return begin(feed, Snapshots.Standing.PENDING);

        writing.feed().abandon("a snapshot from elsewhere takes its place");
        if (next != null) next.abandon("another snapshot from elsewhere takes its place");
        next = feed;
        return Optional.empty();
    }

    private Optional<JournalFact> begin(SnapshotFeed feed, Snapshots.Standing standing) {
        writing = new SnapshotJob(store, feed, standing, folds, done);
        return Optional.of(new JournalFact.SnapshotRequested(feed.at()));
    }

    /** What is to be saved. */
    SnapshotJob current() {
        if (writing == null) throw new Invariant.Broken("a snapshot that is saved was begun");

        return writing;
    }

    /** The job is done; the fact to persist if another one begins. */
    Optional<JournalFact> done(SnapshotJob.Outcome outcome, LogState state) throws IOException {
        SnapshotJob job = current();
        writing = null;
        switch (outcome) {
            case SnapshotJob.NotWritten(String reason) -> replyTo.tell(failure(job, reason));
            case SnapshotJob.Written written -> use(job.standing(), written, state);
        }
        SnapshotFeed following = next;
        next = null;
        return following == null ? Optional.empty() : begin(following, Snapshots.Standing.PENDING);
    }

    private static Log.Notice failure(SnapshotJob job, String reason) {
        Zxid at = job.feed().at();
        return job.standing() == Snapshots.Standing.PENDING
                ? new Log.InstallFailed(at, reason)
                : new Log.SnapshotFailed(at, reason);
    }

    private void use(Snapshots.Standing standing, SnapshotJob.Written written, LogState state)
            throws IOException {
        Zxid at = written.snapshot().at();
        boolean installs = standing == Snapshots.Standing.PENDING;
        if (installs && !store.install(at)) {
            replyTo.tell(new Log.InstallFailed(at, "no room for a new journal segment"));
            return;
        }
        if (installs) state.replaceBy(store.journal().history());
        Zxid base = store.ends().base();
        store.purge();
        replyTo.tell(
                installs
                        ? new Log.SnapshotInstalled(
                                at, store.journal().spaceBytes(), written.fold().orElseThrow())
                        : new Log.SnapshotTaken(at, written.snapshot().bytes(), written.took()));
        if (!installs && store.ends().base().isAfter(base)) {
            replyTo.tell(new Log.LogBegins(store.ends().base()));
        }
    }

    /** The log stops: whoever feeds or writes a snapshot shall stop too. */
    void stop() {
        if (writing != null) writing.feed().abandon("the log has stopped");
        if (next != null) next.abandon("the log has stopped");
    }
}
