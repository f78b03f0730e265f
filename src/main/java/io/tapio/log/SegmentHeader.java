package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.model.ServerId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first sector of a segment: all that a replay must know to start here.
 *
 * <p>Layout: {@code int magic, int version, 16 bytes journal id, int member, int flags, long first
 * sequence, history (44 bytes), int CRC of the record before, int CRC-32C of all this}, then zeros
 * up to {@link #BYTES}.
 *
 * @param member who wrote it; for the reader of a hex dump
 * @param replaces whether {@code before} is a snapshot taken from elsewhere, not what the segment
 *     before this one ends with
 * @param firstSequence number of the first fact, also in the file's name
 * @param before the history that the first fact follows
 * @param previousCrc CRC of the record before the first one, 0 at the beginning of the journal
 */
record SegmentHeader(
        UUID journal,
        int member,
        boolean replaces,
        long firstSequence,
        History before,
        int previousCrc) {

    /** One sector: it is written whole or not at all. */
    static final int BYTES = 512;

    private static final int MAGIC = 0x5441_504a; // TAPJ
    private static final int VERSION = 2;
    private static final int OLD_VERSION = 1; // with a shorter history
    private static final int OLD_USED_BYTES = 72;
    private static final int FLAG_REPLACES = 1;
    private static final int USED_BYTES = 92;

    String fileName() {
        return String.format("journal-%020d.seg", firstSequence);
    }

    DirectoryIdentity identity() {
        return new DirectoryIdentity(journal, new ServerId(member));
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putInt(MAGIC).putInt(VERSION);
        out.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        out.putInt(member).putInt(replaces ? FLAG_REPLACES : 0).putLong(firstSequence);
        JournalFactCodec.write(before, out);
        out.putInt(previousCrc);
        return out.putInt(crc(out.array(), USED_BYTES)).rewind();
    }

    /** The header in these bytes; empty if they are not one, or not one of this version. */
    static Optional<SegmentHeader> decode(byte[] bytes) {
        var in = new JuteReader(bytes, 0, bytes.length);
        if (in.int32() != MAGIC) return Optional.empty();

        int version = in.int32();
        if (version != VERSION && version != OLD_VERSION) return Optional.empty();

        var header =
                new SegmentHeader(
                        new UUID(in.int64(), in.int64()),
                        in.int32(),
                        in.int32() == FLAG_REPLACES,
                        in.int64(),
                        version == VERSION
                                ? JournalFactCodec.readHistory(in)
                                : JournalFactCodec.readOldHistory(in),
                        in.int32());
        int used = version == VERSION ? USED_BYTES : OLD_USED_BYTES;
        boolean whole = in.int32() == crc(bytes, used) && isBlank(bytes, used);
        return whole ? Optional.of(header) : Optional.empty();
    }

    /** Whether this is good but not for us; what only looks so, because it is damaged, is not. */
    static boolean isOfLaterVersion(byte[] bytes) {
        var in = new JuteReader(bytes, 0, bytes.length);
        if (in.int32() != MAGIC || in.int32() <= VERSION) return false;

        return isDamaged(bytes, VERSION) && isDamaged(bytes, OLD_VERSION);
    }

    /** Whether it would not be good if it said that it were of that version. */
    private static boolean isDamaged(byte[] bytes, int version) {
        byte[] corrected = bytes.clone();
        ByteBuffer.wrap(corrected).putInt(Integer.BYTES, version);
        return decode(corrected).isEmpty();
    }

    private static boolean isBlank(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) return false;
        }
        return true;
    }

    private static int crc(byte[] bytes, int used) {
        var crc = new CRC32C();
        crc.update(bytes, 0, used - 4);
        return (int) crc.getValue();
    }
}
