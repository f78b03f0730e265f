package io.tapio.bench.client;

import java.time.Duration;

/**
 * When it is measured, in {@link System#nanoTime}, and how it is asked.
 *
 * @param rate operations a second of one pump, each due at its own time; 0: as fast as they are
 *     answered
 */
public record Plan(long begin, long end, int slices, double rate) {

    public static Plan startingNow(Duration warmUp, Duration time, int slices, double rate) {
        long begin = System.nanoTime() + warmUp.toNanos();
        return new Plan(begin, begin + time.toNanos(), slices, rate);
    }

    public boolean isOpen() {
        return rate > 0;
    }

    public double seconds() {
        return (end - begin) / 1e9;
    }

    public double sliceSeconds() {
        return seconds() / slices;
    }
}
