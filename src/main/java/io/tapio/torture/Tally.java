package io.tapio.torture;

import io.tapio.torture.history.Event.Operation;
import java.util.ArrayList;
import java.util.List;

/** How many operations each second brought, what became of them, and how long they took. */
final class Tally {
    private static final long SECOND_NANOS = 1_000_000_000;

    /** Latencies that differ by less than a fifth count as one. */
    private static final double STEP = Math.log(1.2);

    private static final int BUCKETS = 100;
    private static final double LOWEST_MS = 0.05;

    /** What was answered in one second; latencies in milliseconds. */
    record Second(
            int writes, int reads, int refused, int lost, double p50, double p99, double max) {}

    private static final class Counts {
        private int writes;
        private int reads;
        private int refused;
        private int lost;
        private double maxMs;
        private final int[] latencies = new int[BUCKETS];

        private double percentile(double share) {
            int all = 0;
            for (int count : latencies) all += count;
            int wanted = (int) Math.ceil(all * share);
            int seen = 0;
            for (int i = 0; i < BUCKETS && wanted > 0; i++) {
                seen += latencies[i];
                if (seen >= wanted) return Math.min(maxMs, LOWEST_MS * Math.exp((i + 1) * STEP));
            }
            return 0;
        }

        private Second seal() {
            return new Second(
                    writes, reads, refused, lost, percentile(0.5), percentile(0.99), maxMs);
        }
    }

    private final List<Counts> seconds = new ArrayList<>();

    synchronized void add(Operation op) {
        int second = (int) (op.heard() / SECOND_NANOS);
        while (seconds.size() <= second) seconds.add(new Counts());
        var counts = seconds.get(second);
        if (op.isLost()) {
            counts.lost++;
            return;
        }
        if (!op.isDone()) counts.refused++;
        else if (op.call().isWrite()) counts.writes++;
        else counts.reads++;
        double ms = (op.heard() - op.sent()) / 1e6;
        counts.maxMs = Math.max(counts.maxMs, ms);
        int bucket = (int) (Math.log(Math.max(ms, LOWEST_MS) / LOWEST_MS) / STEP);
        counts.latencies[Math.min(bucket, BUCKETS - 1)]++;
    }

    synchronized List<Second> seconds() {
        return seconds.stream().map(Counts::seal).toList();
    }
}
