package io.tapio.session;

/** What all sessions of this server add up to; belongs to the event loop. */
public final class SessionFigures {
    private long answered;
    private long totalMs;
    private long minMs = Long.MAX_VALUE;
    private long maxMs;
    private long authFailures;

    void answered(int requests, long tookMs) {
        answered += requests;
        totalMs += tookMs * requests;
        minMs = Math.min(minMs, tookMs);
        maxMs = Math.max(maxMs, tookMs);
    }

    void authFailed() {
        authFailures++;
    }

    /** Forgets latencies, as {@code srst} wants. */
    public void reset() {
        answered = 0;
        totalMs = 0;
        minMs = Long.MAX_VALUE;
        maxMs = 0;
    }

    public long minMs() {
        return answered == 0 ? 0 : minMs;
    }

    public long maxMs() {
        return maxMs;
    }

    public double averageMs() {
        return answered == 0 ? 0 : (double) totalMs / answered;
    }

    public long authFailures() {
        return authFailures;
    }
}
