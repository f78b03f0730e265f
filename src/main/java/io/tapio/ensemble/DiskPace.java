package io.tapio.ensemble;

import java.time.Duration;

/** Whether our disk has been slow for so long that another one should set the pace. */
final class DiskPace {
    private static final long SLOW_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LONG_NANOS = Duration.ofSeconds(10).toNanos();

    private boolean writing;
    private long beganAtNanos; // of the append that is under way
    private boolean slow;
    private long slowSinceNanos;

    void appended(long nowNanos) {
        writing = true;
        beganAtNanos = nowNanos;
    }

    /** The append is on disk: a quick one ends a slow time. */
    void durable(long nowNanos) {
        note(nowNanos, nowNanos - beganAtNanos > SLOW_NANOS);
        writing = false;
    }

    private void note(long nowNanos, boolean nowSlow) {
        if (nowSlow && !slow) slowSinceNanos = nowNanos - SLOW_NANOS;
        slow = nowSlow;
    }

    /** Whether no append has been quick for ten seconds. */
    boolean isSlow(long nowNanos) {
        if (writing && nowNanos - beganAtNanos > SLOW_NANOS) note(nowNanos, true);
        return slow && nowNanos - slowSinceNanos > LONG_NANOS;
    }
}
