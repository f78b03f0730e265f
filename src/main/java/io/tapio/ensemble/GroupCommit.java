package io.tapio.ensemble;

import io.tapio.jute.EntryRuns;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private long waitingBytes;

    void space(long bytes) {
        spaceBytes = bytes;
    }

    void add(Entries entries) {
        waiting.add(entries);
        waitingBytes += entries.encoded().length();
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

    /** All that waits of one epoch, as one run; the log is busy until {@link #durable}. */
    Batch take() {
        Invariant.holds(isReady(), "the log takes one append at a time");
        busy = true;
        var runs = new ArrayList<Entries>(waiting.size());
        do {
            runs.add(waiting.remove());
        } while (!waiting.isEmpty()
                && waiting.peek().first().epoch() == runs.getFirst().first().epoch());
        Entries whole = EntryRuns.joined(runs);
        waitingBytes -= whole.encoded().length();
        return new Batch(whole, mark);
    }

    void durable() {
        busy = false;
    }

    /** How much has not been taken yet. */
    long waitingBytes() {
        return waitingBytes;
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
