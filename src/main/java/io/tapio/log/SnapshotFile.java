package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How a snapshot stands in its file, big-endian:
 *
 * <pre>
 * header  int magic, int version, 16 bytes journal id, long zxid, int CRC-32C of these
 * chunk   int length, int CRC-32C of journal id, chunk number and bytes, then the bytes
 * end     int -1, int CRC-32C of the rest; long chunks, long bytes, long digest at, long digest
 * </pre>
 */
final class SnapshotFile {
    private static final int MAGIC = 0x5441_5053; // TAPS
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 36;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int END_BYTES = 40;
    private static final int END = -1;
    private static final int CHUNK_BYTES_MAX = 1 << 30;
    private static final long SYNC_EVERY_BYTES = 8 << 20;

    private SnapshotFile() {}

    /** Writes a snapshot front to back. */
    static final class Writer {
        private final StoredFile file;
        private final UUID journal;
        private long position;
        private long synced;
        private long chunks;
        private long bytes;

        Writer(StoredFile file, UUID journal, Zxid at) throws IOException {
            this.file = file;
            this.journal = journal;
            put(header(journal, at));
        }

        void chunk(Bytes chunk) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(CHUNK_HEADER_BYTES);
            put(head.putInt(chunk.length()).putInt(chunkCrc(journal, chunks, chunk)).flip());
            put(ByteBuffer.wrap(chunk.array(), chunk.offset(), chunk.length()));
            chunks++;
            bytes += chunk.length();
            // Now and then, so that the disk is not asked for everything at once at the end.
            if (position - synced >= SYNC_EVERY_BYTES) force();
        }

        /** The snapshot is durable on return, under whatever name it was opened. */
        void end(DigestMark mark) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(END_BYTES).putInt(END).putInt(0);
            out.putLong(chunks).putLong(bytes).putLong(mark.at().value()).putLong(mark.digest());
            out.putInt(4, crc(out.array(), CHUNK_HEADER_BYTES, END_BYTES));
            put(out.flip());
            force();
        }

        long position() {
            return position;
        }

        private void put(ByteBuffer source) throws IOException {
            int length = source.remaining();
            file.write(source, position);
            position += length;
        }

        private void force() throws IOException {
            file.force();
            synced = position;
        }
    }

    /** Reads a snapshot front to back; throws {@link DamagedLog} at what is not as written. */
    static final class Reader {
        private final Path path;
        private final StoredFile file;
        private final UUID journal;
        private long position;
        private long chunks;
        private long bytes;
        private DigestMark mark = new DigestMark(Zxid.NONE, 0);

        Reader(Path path, StoredFile file, UUID journal, Zxid at) throws IOException {
            this.path = path;
            this.file = file;
            this.journal = journal;
            byte[] expected = header(journal, at).array();
            if (!Arrays.equals(take(HEADER_BYTES), expected)) {
                throw new DamagedLog(path, 0, "this is no snapshot at " + at + " of this journal");
            }
        }

        /** The next chunk; empty at the end, after which {@link #mark} is known. */
        Optional<Bytes> next() throws IOException {
            long at = position;
            var head = new JuteReader(Bytes.wrap(take(CHUNK_HEADER_BYTES)));
            int length = head.int32();
            int crc = head.int32();
            if (length == END) {
                mark = end(at, crc);
                return Optional.empty();
            }
            if (length <= 0 || length > CHUNK_BYTES_MAX) {
                throw new DamagedLog(path, at, "a chunk cannot have " + length + " bytes");
            }
            Bytes chunk = Bytes.wrap(take(length));
            if (crc != chunkCrc(journal, chunks, chunk)) {
                throw new DamagedLog(path, at, "the chunk does not have its checksum");
            }
            chunks++;
            bytes += length;
            return Optional.of(chunk);
        }

        /** The digest of the state, known after the last chunk. */
        DigestMark mark() {
            return mark;
        }

        private DigestMark end(long at, int crc) throws IOException {
            byte[] rest = take(END_BYTES - CHUNK_HEADER_BYTES);
            var in = new JuteReader(Bytes.wrap(rest));
            boolean whole =
                    crc == crc(rest, 0, rest.length)
                            && in.int64() == chunks
                            && in.int64() == bytes
                            && position == file.size();
            if (!whole) throw new DamagedLog(path, at, "the end belongs to another snapshot");

            return new DigestMark(new Zxid(in.int64()), in.int64());
        }

        private byte[] take(int count) throws IOException {
            if (count > file.size() - position) {
                throw new DamagedLog(path, position, "the file ends early");
            }
            byte[] taken = file.bytes(position, count);
            position += count;
            return taken;
        }
    }

    private static ByteBuffer header(UUID journal, Zxid at) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putInt(VERSION);
        out.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        out.putLong(at.value());
        return out.putInt(crc(out.array(), 0, HEADER_BYTES - 4)).flip();
    }

    private static int chunkCrc(UUID journal, long number, Bytes chunk) {
        ByteBuffer place = ByteBuffer.allocate(24);
        place.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        place.putLong(number).flip();
        var crc = new CRC32C();
        crc.update(place);
        crc.update(chunk.array(), chunk.offset(), chunk.length());
        return (int) crc.getValue();
    }

    private static int crc(byte[] array, int from, int to) {
        var crc = new CRC32C();
        crc.update(array, from, to - from);
        return (int) crc.getValue();
    }
}
