package io.tapio.session;

import io.tapio.wire.OpCode;

/**
 * How long the requests of one connection take, from their arrival to their reply; requests are
 * answered in the order in which they came.
 */
final class Latency {
    private static final int INITIAL_CAPACITY = 2; // most clients wait for each answer

    // A ring of runs of requests that arrived together: when, how many are still unanswered, and
    // what the last of them asks for.
    private long[] arrivedMs = new long[INITIAL_CAPACITY];
    private int[] waiting = new int[INITIAL_CAPACITY];
    private byte[] opCodes = new byte[INITIAL_CAPACITY];
    private int head;
    private int runs;
    private int lastOpCode = OpCode.ERROR; // of the last run that was answered to its end

    private long answered;
    private long totalMs;
    private long minMs = Long.MAX_VALUE;
    private long maxMs;
    private long lastMs;

    void received(int requests, int opCode, long nowMs) {
        if (runs == waiting.length) grow();
        int tail = (head + runs) % waiting.length;
        arrivedMs[tail] = nowMs;
        waiting[tail] = requests;
        opCodes[tail] =
                OpCode.isKnown(opCode) || opCode == OpCode.CREATE_SESSION
                        ? (byte) opCode
                        : OpCode.ERROR;
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
        lastOpCode = opCodes[head];
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
        lastMs = 0;
        lastOpCode = OpCode.ERROR;
    }

    /** What the last request of the last run asked for that was answered whole. */
    int lastOpCode() {
        return lastOpCode;
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
        byte[] codes = new byte[2 * capacity];
        for (int i = 0; i < runs; i++) {
            times[i] = arrivedMs[(head + i) % capacity];
            counts[i] = waiting[(head + i) % capacity];
            codes[i] = opCodes[(head + i) % capacity];
        }
        arrivedMs = times;
        waiting = counts;
        opCodes = codes;
        head = 0;
    }
}
