package io.tapio.bench.client;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * How long operations took, in nanoseconds, by the slice of time they belong to: in a closed loop
 * the one in which they were answered, in an open one that in which they were due. Of one thread.
 */
public final class Recorder {
    private static final long LEAST_NANOS = 128;
    private static final long MOST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;

    private final Plan plan;
    private final long sliceNanos;
    private final IntCountsHistogram[] slices;
    private long answered;

    public Recorder(Plan plan) {
        this.plan = plan;
        this.sliceNanos = Math.max(1, (plan.end() - plan.begin()) / plan.slices());
        this.slices =
                Stream.generate(() -> new IntCountsHistogram(LEAST_NANOS, MOST_NANOS, DIGITS))
                        .limit(plan.slices())
                        .toArray(IntCountsHistogram[]::new);
    }

    public void record(long since, long now) {
        if (now >= plan.begin() && now < plan.end()) answered++;
        long at = (plan.isOpen() ? since : now) - plan.begin();
        if (at < 0) return;
        int slice = (int) (at / sliceNanos);
        if (slice >= slices.length) return;
        slices[slice].recordValue(Math.clamp(now - since, 1, MOST_NANOS));
    }

    Plan plan() {
        return plan;
    }

    /** How many were answered while it was measured, whenever they were due. */
    public long answered() {
        return answered;
    }

    /** This slice of all these, which have the same plan. */
    public static Histogram slice(Iterable<Recorder> recorders, int number) {
        var sum = empty();
        for (var each : recorders) sum.add(each.slices[number]);
        return sum;
    }

    public static Histogram total(Iterable<Recorder> recorders) {
        var sum = empty();
        for (var each : recorders) {
            IntStream.range(0, each.slices.length).forEach(i -> sum.add(each.slices[i]));
        }
        return sum;
    }

    public static Histogram empty() {
        return new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
    }
}
