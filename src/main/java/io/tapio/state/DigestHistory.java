package io.tapio.state;

import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The digests after every 128th entry, the newest 1024 of them; what {@code hash} prints. */
public final class DigestHistory {
    private static final int INTERVAL = 128;
    private static final int CAPACITY = 1024;

    private final Deque<DigestMark> marks = new ArrayDeque<>();

    void add(Zxid at, long digest) {
        if (at.counter() % INTERVAL != 0) return;
        if (marks.size() == CAPACITY) marks.removeFirst();
        marks.addLast(new DigestMark(at, digest));
    }

    /** Oldest first. */
    public List<DigestMark> list() {
        return List.copyOf(marks);
    }
}
