package io.tapio.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One of the pieces of time that a measurement is cut into.
 *
 * @param heat pairs of a level and how many operations were on it; a level is a tenth of a decade,
 *     level 0 ends at 1.26 µs
 */
record Slice(long count, double p50, double p99, double max, List<Long> heat) {
    private static final int LEVELS_PER_DECADE = 10;
    private static final int LEVELS = 8 * LEVELS_PER_DECADE;

    static Slice of(Histogram nanos) {
        long[] levels = new long[LEVELS];
        for (var each : nanos.recordedValues()) {
            levels[level(each.getValueIteratedTo() / 1e3)] +=
                    each.getCountAddedInThisIterationStep();
        }
        List<Long> heat = new ArrayList<>();
        for (int i = 0; i < LEVELS; i++) {
            if (levels[i] > 0) heat.addAll(List.of((long) i, levels[i]));
        }
        boolean none = nanos.getTotalCount() == 0;
        return new Slice(
                nanos.getTotalCount(),
                none ? 0 : Latency.at(nanos, 50),
                none ? 0 : Latency.at(nanos, 99),
                none ? 0 : Latency.micros(nanos.getMaxValue()),
                heat);
    }

    static int level(double micros) {
        return Math.clamp((int) Math.floor(LEVELS_PER_DECADE * Math.log10(micros)), 0, LEVELS - 1);
    }
}
