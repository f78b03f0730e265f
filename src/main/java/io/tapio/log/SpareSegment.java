package io.tapio.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of zeros, made slice by slice while the journal runs, to become its next segment. */
final class SpareSegment {
    private static final String FILE_NAME = "journal-next.tmp";
    private static final int COPY_BYTES = 1 << 20;

    private final Storage storage;
    private final Path path;
    private final StoredFile file;
    private long filled;

    private SpareSegment(Storage storage, Path path, StoredFile file) {
        this.storage = storage;
        this.path = path;
        this.file = file;
    }

    static SpareSegment begin(Storage storage, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        StoredFile file = storage.open(path);
        var spare = new SpareSegment(storage, path, file);
        try {
            file.truncate(0);
            return spare;
        } catch (IOException failure) {
            spare.discard();
            throw failure;
        }
    }

    /** Adds a slice of zeros; true when there are {@code bytes} of them. */
    boolean fillTowards(long bytes) throws IOException {
        filled += ActiveSegment.fill(file, filled, bytes);
        file.force(); // bit by bit, so that nobody waits for all of it at once
        return filled >= bytes;
    }

    /** Begins with what another segment begins with, its header included. */
    void copy(StoredFile from, long bytes) throws IOException {
        copy(from, 0, bytes, file);
        filled = bytes;
    }

    static void copy(StoredFile source, long from, long to, StoredFile target) throws IOException {
        for (long at = from; at < to; ) {
            byte[] bytes = source.bytes(at, (int) Math.min(COPY_BYTES, to - at));
            target.write(ByteBuffer.wrap(bytes), at);
            at += bytes.length;
        }
    }

    /** Gives the file its header. It is not the next segment before {@link #enter}. */
    void entitle(SegmentHeader header) throws IOException {
        file.write(header.encode(), 0);
        file.force();
    }

    /** Takes its place in the journal, durably. */
    ActiveSegment enter(SegmentHeader header) throws IOException {
        Path place = path.resolveSibling(header.fileName());
        storage.rename(path, place);
        return new ActiveSegment(place, file, header, SegmentHeader.BYTES, filled, false);
    }

    void discard() throws IOException {
        file.close();
        storage.delete(path);
    }
}
