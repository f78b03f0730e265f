package io.tapio.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says the same thing about the same member at most once in a while; counts every time. */
final class RareLines {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.peer");
    static final long FLAPPING_MS = 2_000;
    private static final long PAUSE_MS = 10_000;
    private static final int MAX_LINES = 256; // others share one, so that this has a bound
    private static final String OTHERS = "others";

    private final LongSupplier nowMs;
    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {
        long loggedMs = Long.MIN_VALUE;
        long suppressed;
    }

    RareLines(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** Good news. */
    void diary(String sentence) {
        Line line = line(sentence);
        if (isDue(line, FLAPPING_MS)) LOG.info("{}{}", sentence, suppressed(line));
    }

    void warn(String sentence) {
        warn(sentence, PAUSE_MS);
    }

    void warn(String sentence, @Nullable String detail) {
        Line line = line(sentence);
        if (isDue(line, PAUSE_MS)) LOG.warn("{}: {}{}", sentence, detail, suppressed(line));
    }

    void warn(String sentence, long pauseMs) {
        Line line = line(sentence);
        if (isDue(line, pauseMs)) LOG.warn("{}{}", sentence, suppressed(line));
    }

    /** Our own mistake. */
    void error(String sentence, Throwable cause) {
        Line line = line(sentence);
        if (isDue(line, PAUSE_MS)) LOG.error("{}{}", sentence, suppressed(line), cause);
    }

    private Line line(String sentence) {
        boolean known = lines.containsKey(sentence) || lines.size() < MAX_LINES;
        return lines.computeIfAbsent(known ? sentence : OTHERS, none -> new Line());
    }

    private boolean isDue(Line line, long pauseMs) {
        long now = nowMs.getAsLong();
        boolean due = line.loggedMs == Long.MIN_VALUE || now - line.loggedMs >= pauseMs;
        if (due) line.loggedMs = now;
        else line.suppressed++;
        return due;
    }

    private static String suppressed(Line line) {
        long count = line.suppressed;
        line.suppressed = 0;
        return count == 0 ? "" : " (and " + count + " times more since this was last said)";
    }
}
