package io.tapio.session;

/**
 * How long the requests of one connection take, from their arrival to their reply; requests are
 * answered in the order in which they came.
 */
final class Latency {
    private static final int INITIAL_CAPACITY = 4;

    // A ring of runs of requests that arrived together: when, and how many are still unanswered.
    private long[] arrivedMs = new long[INITIAL_CAPACITY];
    private int[] waiting = new int[INITIAL_CAPACITY];
    private int head;
    private int runs;

    private long answered;
    private long totalMs;
    private long minMs = Long.MAX_VALUE;
    private long maxMs;
    private long lastMs;

    void received(int requests, long nowMs) {
        if (runs == waiting.length) grow();
        int tail = (head + runs) % waiting.length;
        arrivedMs[tail] = nowMs;
        waiting[tail] = requests;
        runs++;
    }

    void answered(int requests, long nowMs, SessionFigures all) {
        int left = requests;
        while (left > 0 && runs > 0) {
            int now = Math.min(left, waiting[head]);
            count(now, Math.max(0, nowMs - arrivedMs[head]), all);
            left -= now;
            waiting[head] -= now;
            if (waiting[head] == 0) dropRun();
        }
    }

    private void dropRun() {
        head = (head + 1) % waiting.length;
        runs--;
    }

    private void count(int requests, long tookMs, SessionFigures all) {
        answered += requests;
        totalMs += tookMs * requests;
        minMs = Math.min(minMs, tookMs);
        maxMs = Math.max(maxMs, tookMs);
        lastMs = tookMs;
        all.answered(requests, tookMs);
    }

    void reset() {
        answered = 0;
        totalMs = 0;
        minMs = Long.MAX_VALUE;
        maxMs = 0;
    }

    long minMs() {
        return answered == 0 ? 0 : minMs;
    }

    long maxMs() {
        return maxMs;
    }

    long lastMs() {
        return lastMs;
    }

    long averageMs() {
        return answered == 0 ? 0 : totalMs / answered;
    }

    private void grow() {
        int capacity = waiting.length;
        long[] times = new long[2 * capacity];
        int[] counts = new int[2 * capacity];
        for (int i = 0; i < runs; i++) {
            times[i] = arrivedMs[(head + i) % capacity];
            counts[i] = waiting[(head + i) % capacity];
        }
        arrivedMs = times;
        waiting = counts;
        head = 0;
    }
}
