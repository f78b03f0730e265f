package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Remembers how far the journal was durable, outside the journal.
 *
 * <p>Written into mapped memory after every fsync and before its acknowledgement, so it survives
 * the process at no cost; forced to disk now and then, so it survives the machine not much behind.
 * Without it a last record that went bad later could not be told from one that was never finished.
 *
 * <p>Two slots in two pages are written in turn: {@code 16 bytes journal id, long generation, long
 * sequence, long segment, long position, int CRC-32C}. The valid one of the higher generation
 * counts.
 */
final class DurableMark implements Closeable {
    static final String FILE_NAME = "durable-mark";

    private static final int SLOT_BYTES = 4096;
    private static final int FILE_BYTES = 2 * SLOT_BYTES;
    private static final int USED_BYTES = 52;

    /**
     * Record {@code sequence}, in the segment that begins with fact {@code segment}, ends at byte
     * {@code position} and is durable, and so is all before it.
     */
    record Place(long generation, long sequence, long segment, long position) {
        static final Place NOWHERE = new Place(0, 0, 0, 0);
    }

    private final StoredFile file;
    private final StoredFile.Mapped memory;
    private final UUID journal;
    private final CRC32C crc = new CRC32C();
    private Place place;
    private boolean dirty;

    private DurableMark(StoredFile file, StoredFile.Mapped memory, UUID journal, Place place) {
        this.file = file;
        this.memory = memory;
        this.journal = journal;
        this.place = place;
    }

    /** Makes the mark of a journal that has no records yet. */
    static void create(Storage storage, Path path, UUID journal) throws IOException {
        byte[] content = new byte[FILE_BYTES];
        encode(journal, Place.NOWHERE, new CRC32C()).get(content, 0, USED_BYTES);
        storage.replace(path, ByteBuffer.wrap(content));
    }

    /** What the file says; empty if it is not there, not readable, or of another journal. */
    static Optional<Place> read(Storage storage, Path path, UUID journal) throws IOException {
        if (!storage.exists(path)) return Optional.empty();

        try (StoredFile file = storage.read(path)) {
            if (file.size() != FILE_BYTES) return Optional.empty();

            byte[] content = file.bytes(0, FILE_BYTES);
            Optional<Place> one = decode(content, 0, journal);
            Optional<Place> other = decode(content, SLOT_BYTES, journal);
            if (one.isEmpty() || other.isEmpty()) return one.or(() -> other);

            return one.get().generation() > other.get().generation() ? one : other;
        }
    }

    /** Opens the mark for writing; its file gets both slots anew. */
    static DurableMark open(Storage storage, Path path, UUID journal, Place place)
            throws IOException {
        StoredFile file = storage.open(path);
        try {
            // Written, not only mapped: a page without a block would crash us on a full disk.
            byte[] content = new byte[FILE_BYTES];
            ByteBuffer slot = encode(journal, place, new CRC32C());
            slot.get(content, slotOf(place.generation()), USED_BYTES);
            slot.rewind().get(content, slotOf(place.generation() + 1), USED_BYTES);
            file.write(ByteBuffer.wrap(content), 0);
            file.force();
            return new DurableMark(file, file.map(FILE_BYTES), journal, place);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    Place place() {
        return place;
    }

    void update(long sequence, long segment, long position) {
        place = new Place(place.generation() + 1, sequence, segment, position);
        memory.put(slotOf(place.generation()), encode(journal, place, crc));
        dirty = true;
    }

    /** Puts the mark on disk, if it changed. */
    void force() throws IOException {
        if (!dirty) return;

        memory.force();
        dirty = false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static int slotOf(long generation) {
        return (int) (generation & 1) * SLOT_BYTES;
    }

    private static ByteBuffer encode(UUID journal, Place place, CRC32C crc) {
        ByteBuffer out = ByteBuffer.allocate(USED_BYTES);
        out.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        out.putLong(place.generation()).putLong(place.sequence());
        out.putLong(place.segment()).putLong(place.position());
        crc.reset();
        crc.update(out.array(), 0, USED_BYTES - 4);
        return out.putInt((int) crc.getValue()).rewind();
    }

    private static Optional<Place> decode(byte[] content, int at, UUID journal) {
        ByteBuffer in = ByteBuffer.wrap(content, at, USED_BYTES);
        var of = new UUID(in.getLong(), in.getLong());
        var place = new Place(in.getLong(), in.getLong(), in.getLong(), in.getLong());
        var crc = new CRC32C();
        crc.update(content, at, USED_BYTES - 4);
        boolean valid = in.getInt() == (int) crc.getValue() && of.equals(journal);
        return valid ? Optional.of(place) : Optional.empty();
    }
}
