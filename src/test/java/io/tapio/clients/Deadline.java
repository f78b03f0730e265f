package io.tapio.clients;

import java.time.Duration;

/** A moment after which nobody waits any longer. */
record Deadline(long atNanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - atNanos >= 0;
    }

    /** What is left, at least one millisecond: a socket takes 0 for "for ever". */
    int remainingMs() {
        return (int) Math.max(1, (atNanos - System.nanoTime()) / 1_000_000);
    }
}
