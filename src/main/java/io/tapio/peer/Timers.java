package io.tapio.peer;

import java.time.Duration;

/** Runs things once, later, on the loop's thread. */
interface Timers {
    /** Replaces an earlier call that is still to come. */
    void once(Runnable call, Duration delay);

    void cancel(Runnable call);
}
