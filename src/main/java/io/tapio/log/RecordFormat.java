package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.Zxid;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How a record stands in a segment, big-endian:
 *
 * <pre>
 *  0 int  length of the whole record
 *  4 int  CRC-32C of the journal's id and of everything from byte 8 on
 *  8 int  CRC of the record before, so that a block that was never written breaks the chain
 * 12 long sequence number
 * 20 long position in the file, so that a misplaced block gives itself away
 * 28 int  kind
 * 32 long first zxid, long last zxid, long committed zxid
 * 56      payload
 * </pre>
 *
 * <p>The journal's id is in every checksum: a record of another journal is no record. Not for two
 * threads at once.
 */
final class RecordFormat {
    static final int HEADER_BYTES = 56;
    static final int RECORD_BYTES_MAX = 1 << 30;
    static final int FOOTER_BYTES = HEADER_BYTES + JournalFactCodec.footerPayloadBytes();

    private static final int CRC_AT = 4;
    private static final int COVERED_FROM = 8;
    private static final int POSITION_AT = 20;

    private final UUID id;
    private final byte[] journal;
    private final CRC32C crc = new CRC32C();

    RecordFormat(UUID journal) {
        this.id = journal;
        this.journal =
                ByteBuffer.allocate(16)
                        .putLong(journal.getMostSignificantBits())
                        .putLong(journal.getLeastSignificantBits())
                        .array();
    }

    /** The id that is in every checksum. */
    UUID journal() {
        return id;
    }

    static int bytes(JournalFact fact) {
        return Math.addExact(HEADER_BYTES, JournalFactCodec.payloadBytes(fact));
    }

    /** Puts a record at the start of {@code out}, ready to be written; returns its CRC. */
    int write(JournalFact fact, long sequence, long position, int previousCrc, ByteBuffer out) {
        begin(sequence, position, previousCrc, out);
        JournalFactCodec.write(fact, out);
        return end(out);
    }

    /** Puts a footer at the start of {@code out}, ready to be written. */
    void writeFooter(
            History history, long sequence, long position, int previousCrc, ByteBuffer out) {
        begin(sequence, position, previousCrc, out);
        JournalFactCodec.writeFooter(history, out);
        end(out);
    }

    private static void begin(long sequence, long position, int previousCrc, ByteBuffer out) {
        out.clear();
        out.putInt(0).putInt(0).putInt(previousCrc).putLong(sequence).putLong(position);
    }

    private int end(ByteBuffer out) {
        out.flip();
        out.putInt(0, out.limit());
        out.position(COVERED_FROM);
        crc.reset();
        crc.update(journal);
        crc.update(out);
        int value = (int) crc.getValue();
        out.putInt(CRC_AT, value);
        out.position(0);
        return value;
    }

    /** The length that a record beginning at {@code from} claims to have. */
    static int claimedLength(byte[] bytes, int from) {
        return ByteBuffer.wrap(bytes).getInt(from);
    }

    /** The position that a record beginning at {@code from} claims to have. */
    static long claimedPosition(ByteBuffer bytes, int from) {
        return bytes.getLong(from + POSITION_AT);
    }

    /** Whether {@code length} can be a record's at all. */
    static boolean isPossible(int length) {
        return length >= HEADER_BYTES && length <= RECORD_BYTES_MAX;
    }

    /**
     * The record in {@code bytes} from {@code from} on, if one is there, whole, and belongs at
     * {@code position} of a file of this journal.
     */
    Optional<JournalRecord> read(byte[] bytes, int from, long position) {
        if (bytes.length - from < HEADER_BYTES) return Optional.empty();

        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getLong(from + POSITION_AT) != position) return Optional.empty();

        int length = in.getInt(from);
        if (!isPossible(length) || length > bytes.length - from) return Optional.empty();
        if (in.getInt(from + CRC_AT) != crcOf(bytes, from, length)) return Optional.empty();

        return Optional.of(
                new JournalRecord(
                        in.getLong(from + 12),
                        position,
                        length,
                        in.getInt(from + CRC_AT),
                        in.getInt(from + COVERED_FROM),
                        in.getInt(from + 28),
                        new Zxid(in.getLong(from + 32)),
                        new Zxid(in.getLong(from + 40)),
                        new Zxid(in.getLong(from + 48)),
                        Bytes.wrap(bytes, from + HEADER_BYTES, length - HEADER_BYTES)));
    }

    private int crcOf(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(journal);
        crc.update(bytes, from + COVERED_FROM, length - COVERED_FROM);
        return (int) crc.getValue();
    }
}
