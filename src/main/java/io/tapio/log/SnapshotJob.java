package io.tapio.log;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A snapshot to be written by a thread that may wait, and whom to tell how it went. */
record SnapshotJob(
        LogStore store,
        SnapshotFeed feed,
        Snapshots.Standing standing,
        Consumer<SnapshotJob.Outcome> done)
        implements Runnable {

    sealed interface Outcome {}

    record Written(Snapshots.Written snapshot, Duration took) implements Outcome {}

    record NotWritten(String reason) implements Outcome {}

    @Override
    public void run() {
        long begin = System.nanoTime();
        try {
            Snapshots.Written snapshot = store.writeSnapshot(feed, standing);
            done.accept(new Written(snapshot, Duration.ofNanos(System.nanoTime() - begin)));
        } catch (IOException | RuntimeException failure) {
            done.accept(new NotWritten(String.valueOf(failure.getMessage())));
        }
    }
}
