package io.tapio.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A snapshot to be written by a thread that may wait, and whom to tell how it went. */
record SnapshotJob(
        LogStore store,
        SnapshotFeed feed,
        Snapshots.Standing standing,
        Supplier<? extends Fold> folds,
        Consumer<SnapshotJob.Outcome> done)
        implements Runnable {

    sealed interface Outcome {}

    /** {@code fold} is the state in a snapshot that came from elsewhere. */
    record Written(Snapshots.Written snapshot, Duration took, Optional<Fold> fold)
            implements Outcome {}

    record NotWritten(String reason) implements Outcome {}

    @Override
    public void run() {
        long begin = System.nanoTime();
        try {
            Snapshots.Written snapshot = store.writeSnapshot(feed, standing);
            Optional<Fold> fold =
                    standing == Snapshots.Standing.PENDING
                            ? Optional.of(store.load(feed.at(), folds.get()))
                            : Optional.empty();
            done.accept(new Written(snapshot, Duration.ofNanos(System.nanoTime() - begin), fold));
        } catch (IOException | RuntimeException failure) {
            done.accept(new NotWritten(String.valueOf(failure.getMessage())));
        }
    }
}
