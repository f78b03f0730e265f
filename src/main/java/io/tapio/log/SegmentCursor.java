package io.tapio.log;

import io.tapio.jute.MalformedInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks a segment record by record and checks each against all that came before it.
 *
 * <p>Knows nothing of what to do about a bad one: it stays where it is and says what is wrong.
 */
final class SegmentCursor {
    private static final int WINDOW_BYTES = 256 * 1024;

    /** What is at the cursor. */
    sealed interface Step {}

    record Found(JournalRecord record, JournalFact fact) implements Step {}

    /** The segment is complete. The footer stands at {@code record.position()}. */
    record Sealed(JournalRecord record) implements Step {}

    /** Zeros, or the end of the file. */
    enum Blank implements Step {
        BLANK
    }

    /** {@code newer} says that it is good, but of a kind that a later version writes. */
    record Broken(String what, boolean newer) implements Step {
        Broken(String what) {
            this(what, false);
        }
    }

    private final ByteSource source;
    private final RecordFormat format;
    private long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowAt;

    private long position = SegmentHeader.BYTES;
    private long sequence; // of the last record passed
    private int crc; // of the last record passed
    private History history;

    SegmentCursor(ByteSource source, SegmentHeader header, RecordFormat format) throws IOException {
        this.source = source;
        this.format = format;
        this.size = source.size();
        this.sequence = header.firstSequence() - 1;
        this.crc = header.previousCrc();
        this.history = header.before();
    }

    /** Begins where another cursor of this segment once was. */
    SegmentCursor(ByteSource source, Place from, RecordFormat format) throws IOException {
        this.source = source;
        this.format = format;
        this.size = source.size();
        this.position = from.position();
        this.sequence = from.sequence();
        this.crc = from.crc();
        this.history = from.history();
    }

    /** Where a cursor was, and what it knew. */
    record Place(long position, long sequence, int crc, History history) {}

    Place place() {
        return new Place(position, sequence, crc, history);
    }

    /** Looks anew at what may have been written meanwhile. */
    void refresh() throws IOException {
        size = source.size();
        window.limit(0);
    }

    /** Where the next record begins, or the end of the last one. */
    long position() {
        return position;
    }

    /** Number of the last fact passed. */
    long sequence() {
        return sequence;
    }

    /** CRC of the last fact passed. */
    int crc() {
        return crc;
    }

    /** The history up to and including the last fact passed. */
    History history() {
        return history;
    }

    /** Moves on by one fact, if a good one is there. */
    Step next() throws IOException {
        int headBytes = (int) Math.min(RecordFormat.HEADER_BYTES, size - position);
        byte[] head = take(headBytes);
        if (isBlank(head)) return Blank.BLANK;
        if (headBytes < RecordFormat.HEADER_BYTES) {
            return new Broken("the file ends within the header of a record");
        }
        int length = RecordFormat.claimedLength(head, 0);
        if (!RecordFormat.isPossible(length)) {
            return new Broken("a record cannot have " + length + " bytes");
        }
        if (length > size - position) {
            return new Broken("a record of " + length + " bytes runs past the end of the file");
        }
        var record = format.read(take(length), 0, position);
        return record.isPresent()
                ? judge(record.get())
                : new Broken("the record does not have its checksum, or does not belong here");
    }

    private Step judge(JournalRecord record) {
        if (record.previousCrc() != crc) {
            return new Broken("the record does not follow the one before it");
        }
        if (record.isFooter()) return judgeFooter(record);
        if (record.sequence() != sequence + 1) {
            return new Broken("record " + record.sequence() + " follows record " + sequence);
        }
        if (!JournalFactCodec.isKnown(record.kind())) {
            return new Broken("record of unknown kind " + record.kind(), true);
        }
        try {
            JournalFact fact = JournalFactCodec.read(record);
            var objection = history.objection(fact);
            if (objection.isPresent()) {
                return new Broken("record " + record.sequence() + ": " + objection.get());
            }
            pass(record, fact);
            return new Found(record, fact);
        } catch (MalformedInput malformed) {
            return new Broken("record " + record.sequence() + ": " + malformed.getMessage());
        }
    }

    private Step judgeFooter(JournalRecord record) {
        boolean fits =
                record.sequence() == sequence
                        && JournalFactCodec.readFooter(record).filter(history::equals).isPresent();
        return fits ? new Sealed(record) : new Broken("the footer belongs to other records");
    }

    private void pass(JournalRecord record, JournalFact fact) {
        position = record.end();
        sequence = record.sequence();
        crc = record.crc();
        history = history.after(fact);
    }

    /** A copy of {@code count} bytes at the cursor, all of which lie inside the file. */
    private byte[] take(int count) throws IOException {
        if (count > WINDOW_BYTES) return source.bytes(position, count);
        if (position < windowAt || position + count > windowAt + window.limit()) fill();

        byte[] bytes = new byte[count];
        window.get((int) (position - windowAt), bytes);
        return bytes;
    }

    private void fill() throws IOException {
        window.clear().limit((int) Math.min(WINDOW_BYTES, size - position));
        windowAt = position;
        while (window.hasRemaining()) {
            if (source.read(window, position + window.position()) < 0) {
                throw new IOException("ends at byte " + (position + window.position()));
            }
        }
        window.flip();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) return false;
        }
        return true;
    }
}
