package io.tapio.front;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns about clients at most once in ten seconds for each reason; counts every time. */
final class RareLog {
    private static final long PAUSE_MS = 10_000;
    private static final int MAX_REASONS = 64; // others share one line, so that this has a bound
    private static final String OTHER = "other reasons";

    private final Logger log;
    private final LongSupplier nowMs;
    private final Map<String, Reason> reasons = new HashMap<>();

    private static final class Reason {
        long count;
        long loggedMs;
        long suppressed;
    }

    RareLog(Logger log, LongSupplier nowMs) {
        this.log = log;
        this.nowMs = nowMs;
    }

    void warn(String reason, InetSocketAddress remote, String detail) {
        if (countsForLine(reason)) {
            log.warn("{}: remote={} {}", reason, remote, detail + suppressed(reason));
        }
    }

    void error(String reason, InetSocketAddress remote, Throwable cause) {
        if (countsForLine(reason)) {
            log.error("{}: remote={}{}", reason, remote, suppressed(reason), cause);
        }
    }

    /** How often each reason was given. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        reasons.forEach((reason, state) -> counts.put(reason, state.count));
        return counts;
    }

    private Reason state(String reason) {
        boolean known = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
        return reasons.computeIfAbsent(known ? reason : OTHER, r -> new Reason());
    }

    /** Counts one occurrence; true if it is worth a line. */
    private boolean countsForLine(String reason) {
        Reason state = state(reason);
        long now = nowMs.getAsLong();
        boolean first = state.count++ == 0;
        if (!first && now - state.loggedMs < PAUSE_MS) {
            state.suppressed++;
            return false;
        }
        state.loggedMs = now;
        return true;
    }

    private String suppressed(String reason) {
        Reason state = state(reason);
        long count = state.suppressed;
        state.suppressed = 0;
        return count == 0 ? "" : " and " + count + " more since the last line";
    }
}
