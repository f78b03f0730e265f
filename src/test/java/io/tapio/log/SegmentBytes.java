package io.tapio.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A segment in memory, made record by record. */
final class SegmentBytes implements ByteSource {
    static final UUID JOURNAL = new UUID(4711, 815);

    private final SegmentHeader header = new SegmentHeader(JOURNAL, 1, false, 1, History.START, 0);
    private final RecordFormat format = new RecordFormat(JOURNAL);
    private final List<Integer> positions = new ArrayList<>();
    private byte[] bytes;
    private int position = SegmentHeader.BYTES;
    private int crc;

    SegmentBytes(int size) {
        bytes = new byte[size];
        header.encode().get(bytes, 0, SegmentHeader.BYTES);
    }

    private SegmentBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    SegmentBytes add(JournalFact fact) {
        ByteBuffer out = ByteBuffer.allocateDirect(RecordFormat.bytes(fact));
        crc = format.write(fact, positions.size() + 1, position, crc, out);
        out.get(0, bytes, position, out.limit());
        positions.add(position);
        position += out.limit();
        return this;
    }

    /** What belongs at byte 4 of a record. */
    static int crc(UUID journal, byte[] record) {
        var crc = new java.util.zip.CRC32C();
        crc.update(
                ByteBuffer.allocate(16)
                        .putLong(journal.getMostSignificantBits())
                        .putLong(journal.getLeastSignificantBits())
                        .flip());
        crc.update(record, 8, record.length - 8);
        return (int) crc.getValue();
    }

    /** Where record {@code number}, counted from 1, begins. */
    int begin(int number) {
        return positions.get(number - 1);
    }

    /** The byte after the last record. */
    int end() {
        return position;
    }

    int records() {
        return positions.size();
    }

    SegmentBytes copy() {
        return new SegmentBytes(bytes.clone());
    }

    SegmentBytes endingAt(int size) {
        return new SegmentBytes(Arrays.copyOf(bytes, size));
    }

    SegmentBytes zeroed(int from, int to) {
        SegmentBytes copy = copy();
        Arrays.fill(copy.bytes, from, to, (byte) 0);
        return copy;
    }

    SegmentBytes flipped(int at, int bit) {
        SegmentBytes copy = copy();
        copy.bytes[at] ^= (byte) (1 << bit);
        return copy;
    }

    byte[] array() {
        return bytes;
    }

    /** A cursor that has passed all good records. */
    SegmentCursor walked() throws IOException {
        var cursor = new SegmentCursor(this, header, format);
        while (cursor.next() instanceof SegmentCursor.Found) {}
        return cursor;
    }

    /** What the tail is if everything up to record {@code durable} was on disk. */
    Tail tail(long durable) throws IOException {
        return Tail.judge(this, walked(), format, durable);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer target, long at) {
        int count = Math.min(target.remaining(), bytes.length - (int) at);
        if (count <= 0) return -1;

        target.put(bytes, (int) at, count);
        return count;
    }
}
