package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The segment being written: records up to {@link #position()}, zeros from there to the end.
 *
 * <p>Records overwrite zeros that are already there, so that an fsync need not record a new length
 * and a disk that fills up cannot fail a write that was promised room.
 */
final class ActiveSegment implements Closeable {
    private static final int FILL_BYTES_MAX = 1 << 20;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(FILL_BYTES_MAX).asReadOnlyBuffer();

    private final Path path;
    private final StoredFile file;
    private final SegmentHeader header;
    private long position;
    private long extent; // the length of the file as far as we rely on it
    private boolean sealed; // a footer stands at the position

    ActiveSegment(
            Path path,
            StoredFile file,
            SegmentHeader header,
            long position,
            long extent,
            boolean sealed) {
        this.path = path;
        this.file = file;
        this.header = header;
        this.position = position;
        this.extent = extent;
        this.sealed = sealed;
    }

    Path path() {
        return path;
    }

    SegmentHeader header() {
        return header;
    }

    /** Where the next record goes. */
    long position() {
        return position;
    }

    /** How many bytes fit without making the file longer. */
    long room() {
        return extent - position;
    }

    void write(ByteBuffer record) throws IOException {
        int bytes = record.remaining();
        file.write(record, position);
        position += bytes;
        extent = Math.max(extent, position);
    }

    void force() throws IOException {
        file.force();
    }

    /** Writes a slice of zeros behind the file's end, at most up to {@code target}. */
    void fillTowards(long target) throws IOException {
        extent += fill(file, extent, target);
    }

    /** Writes at most a slice of zeros from {@code from}; returns how many. */
    static int fill(StoredFile file, long from, long target) throws IOException {
        int bytes = (int) Math.min(FILL_BYTES_MAX, target - from);
        file.write(ZEROS.duplicate().limit(bytes), from);
        return bytes;
    }

    long extent() {
        return extent;
    }

    /** Ends the segment with a footer, which is already encoded; durable on return. */
    void seal(ByteBuffer footer) throws IOException {
        if (sealed) return;

        file.write(footer, position);
        file.force();
        sealed = true;
    }

    /**
     * Turns the footer back into zeros, so that the next record is again written into zeros and a
     * torn one looks like any other.
     */
    void unseal() throws IOException {
        if (!sealed) return;

        fill(file, position, position + RecordFormat.FOOTER_BYTES);
        file.force();
        sealed = false;
    }

    /** Gives back the zeros behind the footer. */
    void trim() throws IOException {
        extent = position + RecordFormat.FOOTER_BYTES;
        file.truncate(extent);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
