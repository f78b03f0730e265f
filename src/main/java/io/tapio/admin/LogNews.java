package io.tapio.admin;

import io.tapio.log.LogFigures;
import io.tapio.log.RecoveredLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What was heard of the log since the start, summed up for {@code mntr}. */
final class LogNews {
    private static final double NANOS_PER_MS = 1e6;

    private Optional<LogFigures> figures = Optional.empty();
    private Summary recovery = Summary.NOTHING;
    private Summary snapshots = Summary.NOTHING;
    private boolean full;

    void recovered(RecoveredLog log) {
        figures = Optional.of(log.figures());
        recovery = recovery.with(log.took().toMillis());
    }

    void snapshotTaken(Duration took) {
        snapshots = snapshots.with(took.toMillis());
    }

    void spaceChanged(boolean nowFull) {
        full = nowFull;
    }

    MonitorReport.Disk disk() {
        return new MonitorReport.Disk(
                recovery,
                figures.map(LogNews::fsyncs).orElse(Summary.NOTHING),
                snapshots,
                figures.map(LogFigures::slowFsyncs).orElse(0L),
                figures.map(LogFigures::bytesAppended).orElse(0L),
                full);
    }

    private static Summary fsyncs(LogFigures figures) {
        return new Summary(
                figures.fsyncs(),
                figures.fsyncNanosTotal() / NANOS_PER_MS,
                TimeUnit.NANOSECONDS.toMillis(figures.fsyncNanosMin()),
                TimeUnit.NANOSECONDS.toMillis(figures.fsyncNanosMax()));
    }
}
