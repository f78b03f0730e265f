package io.tapio.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one step. What does not apply is null.
 *
 * @param of what the latency is of
 * @param wrong how many replies were wrong; in words, the first of them
 */
record Result(
        String name,
        String shape,
        String of,
        long ops,
        double seconds,
        @Nullable Double opsPerSecond,
        @Nullable Latency latency,
        @Nullable Double serverMicrosPerOp,
        @Nullable Double kernelMicrosPerOp,
        @Nullable Double clientMicrosPerOp,
        double sliceSeconds,
        List<Slice> slices,
        @Nullable Spread spread,
        List<Kill> kills,
        List<Kept> kept,
        List<String> notes,
        long wrongs,
        List<String> wrong) {

    /**
     * How a change spread: for each share of the watchers, from 0 to 1, the median, the least and
     * the most that it took of all rounds, in microseconds since the change was asked for.
     */
    record Spread(int watchers, int rounds, List<double[]> curve) {}

    /**
     * A leader's death, in milliseconds since it.
     *
     * @param gap without any acknowledged write
     * @param later the longest time without one after that, until the member was back
     * @param gaps the gap for each client
     * @param bins acknowledged writes in each {@link #BIN_MS}, the first of which begins at from
     */
    record Kill(
            int leader,
            double gap,
            double later,
            List<Double> gaps,
            double fromMs,
            List<Integer> bins,
            double backMs) {
        static final int BIN_MS = 10;
    }

    /** What a server keeps for each of so many; by live heap, or else by resident memory. */
    record Kept(String what, long count, double bytesEach, String by) {}

    boolean isGood() {
        return wrongs == 0;
    }
}
