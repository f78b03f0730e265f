package io.tapio.ensemble;

import io.tapio.jute.JuteWriter;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.Deque;

/** Collects what is proposed while the log is busy, to be appended as one run. */
final class GroupCommit {
    /** A run of entries and the newest digest known when it was proposed. */
    record Batch(Entries entries, DigestMark mark) {}

    private static final DigestMark NO_MARK = new DigestMark(Zxid.NONE, 0);

    private final Deque<Entries> waiting = new ArrayDeque<>();
    private DigestMark mark = NO_MARK;
    private boolean busy;
    private boolean full;
    private long spaceBytes;

    void space(long bytes) {
        spaceBytes = bytes;
    }

    void add(Entries entries) {
        waiting.add(entries);
    }

    void mark(DigestMark newest) {
        mark = newest;
    }

    boolean isReady() {
        return !busy && !waiting.isEmpty();
    }

    boolean isIdle() {
        return !busy && waiting.isEmpty();
    }

    /** Everything that waits, as one run; the log is busy until {@link #durable}. */
    Batch take() {
        Invariant.holds(isReady(), "the log takes one append at a time");
        busy = true;
        Entries first = waiting.remove();
        Entries whole = waiting.isEmpty() ? first : joined(first);
        return new Batch(whole, mark);
    }

    private Entries joined(Entries first) {
        int bytes = first.encoded().length();
        for (Entries each : waiting) {
            bytes += each.encoded().length();
        }
        var out = new JuteWriter(bytes).raw(first.encoded());
        Zxid last = first.last();
        while (!waiting.isEmpty()) {
            Entries next = waiting.remove();
            Invariant.holds(next.first().equals(last.next()), "runs follow each other");
            out.raw(next.encoded());
            last = next.last();
        }
        return new Entries(first.first(), last, out.seal());
    }

    void durable() {
        busy = false;
    }

    void full(boolean nowFull) {
        full = nowFull;
    }

    boolean isFull() {
        return full;
    }

    long spaceBytes() {
        return spaceBytes;
    }
}
