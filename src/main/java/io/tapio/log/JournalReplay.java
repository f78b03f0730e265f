package io.tapio.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the facts of a journal in order, from a segment's first one on, verifying everything. */
final class JournalReplay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");

    /** A fact and its number. */
    record Numbered(long sequence, JournalFact fact, int bytes) {}

    private final Storage storage;
    private final RecordFormat format;
    private final Deque<Journal.Segment> ahead;
    private final long to;
    private Journal.Segment segment;
    private @Nullable StoredFile file;
    private @Nullable SegmentCursor cursor;

    /** Replays the facts of {@code segments}, the first of which begins with the first wanted. */
    JournalReplay(Storage storage, RecordFormat format, List<Journal.Segment> segments, long to) {
        this.storage = storage;
        this.format = format;
        this.ahead = new ArrayDeque<>(segments);
        this.segment = ahead.removeFirst();
        this.to = to;
    }

    /** The next fact, or null after the last one. */
    @Nullable Numbered next() {
        try {
            while (true) {
                SegmentCursor at = cursor();
                if (at.sequence() >= to) return null;

                SegmentCursor.Step step = at.next();
                if (step instanceof SegmentCursor.Found(JournalRecord record, JournalFact fact)) {
                    return new Numbered(record.sequence(), fact, record.length());
                }
                leave(at, step);
            }
        } catch (IOException error) {
            long offset = cursor == null ? 0 : cursor.position();
            throw new DamagedLog(segment.path(), offset, "cannot be read: " + error.getMessage());
        }
    }

    private SegmentCursor cursor() throws IOException {
        if (cursor != null) return cursor;

        StoredFile opened = storage.read(segment.path());
        file = opened;
        cursor = new SegmentCursor(opened, segment.header(), format);
        return cursor;
    }

    private void leave(SegmentCursor at, SegmentCursor.Step step) throws IOException {
        if (!(step instanceof SegmentCursor.Sealed) || ahead.isEmpty()) {
            String what =
                    step instanceof SegmentCursor.Broken(String reason, boolean newer)
                            ? reason
                            : "the segment stops here, before fact " + (at.sequence() + 1);
            throw new DamagedLog(segment.path(), at.position(), what);
        }
        Journal.Segment next = ahead.removeFirst();
        boolean follows =
                next.header().previousCrc() == at.crc()
                        && (next.header().replaces()
                                || next.header().before().equals(at.history()));
        if (!follows) {
            throw new DamagedLog(next.path(), 0, "does not follow " + segment.path().getFileName());
        }
        close();
        segment = next;
    }

    /** Closes after a failure, of which more is known than this could add. */
    void abandon() {
        try {
            close();
        } catch (IOException error) {
            LOG.debug("cannot close {}", segment.path(), error);
        }
    }

    @Override
    public void close() throws IOException {
        StoredFile opened = file;
        file = null;
        cursor = null;
        if (opened != null) opened.close();
    }
}
