package io.tapio.log;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times every fsync of the journal, and says so when the disk is slow. */
final class FsyncWatch {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    private static final long WARNING_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LogFigures figures = new LogFigures();
    private final long slowNanos;
    private long lastWarning;
    private long unmentioned;

    FsyncWatch(int warningMs) {
        slowNanos = TimeUnit.MILLISECONDS.toNanos(warningMs);
        lastWarning = System.nanoTime() - WARNING_PAUSE_NANOS;
    }

    LogFigures figures() {
        return figures;
    }

    void force(ActiveSegment segment) throws IOException {
        long begin = System.nanoTime();
        segment.force();
        long end = System.nanoTime();
        boolean slow = end - begin >= slowNanos;
        figures.fsynced(end - begin, slow);
        if (slow) warn(end - begin, end);
    }

    private void warn(long nanos, long now) {
        if (now - lastWarning < WARNING_PAUSE_NANOS) {
            unmentioned++;
            return;
        }
        LOG.warn(
                "slow fsync tookMs={} unmentionedBefore={}",
                TimeUnit.NANOSECONDS.toMillis(nanos),
                unmentioned);
        lastWarning = now;
        unmentioned = 0;
    }
}
