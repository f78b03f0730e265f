package io.tapio.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long it took, in microseconds; each point of the curve is a percentile and its value. */
record Latency(
        long count,
        double p50,
        double p90,
        double p99,
        double p999,
        double p9999,
        double max,
        double mean,
        List<double[]> curve) {

    private static final double NANOS_PER_MICRO = 1_000;
    private static final int TICKS_PER_HALVING = 5;

    static Latency of(Histogram nanos) {
        List<double[]> curve = new ArrayList<>();
        for (var value : nanos.percentiles(TICKS_PER_HALVING)) {
            curve.add(
                    new double[] {
                        rounded(value.getPercentile(), 6), micros(value.getValueIteratedTo())
                    });
        }
        return new Latency(
                nanos.getTotalCount(),
                at(nanos, 50),
                at(nanos, 90),
                at(nanos, 99),
                at(nanos, 99.9),
                at(nanos, 99.99),
                micros(nanos.getMaxValue()),
                rounded(nanos.getMean() / NANOS_PER_MICRO, 1),
                curve);
    }

    static double at(Histogram nanos, double percentile) {
        return micros(nanos.getValueAtPercentile(percentile));
    }

    static double micros(long nanos) {
        return rounded(nanos / NANOS_PER_MICRO, 1);
    }

    private static double rounded(double value, int digits) {
        double power = Math.pow(10, digits);
        return Math.round(value * power) / power;
    }
}
