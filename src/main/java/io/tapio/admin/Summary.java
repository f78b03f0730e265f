package io.tapio.admin;

/** Measured durations, in milliseconds, summed up as {@code mntr} prints them. */
record Summary(long count, double sumMs, long minMs, long maxMs) {
    static final Summary NOTHING = new Summary(0, 0, 0, 0);

    /** The same with one more. */
    Summary with(long tookMs) {
        return new Summary(
                count + 1,
                sumMs + tookMs,
                count == 0 ? tookMs : Math.min(minMs, tookMs),
                Math.max(maxMs, tookMs));
    }

    Average average() {
        return Average.of(sumMs, count);
    }
}
