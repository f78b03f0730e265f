package io.tapio.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What stands after the last good record of the last segment, and so what may be done about it.
 *
 * <p>A crash can leave at most one unfinished record there, because records are written one by one
 * into zeros and each is synced before the next. Everything else is damage, and the difference
 * decides whether acknowledged writes are lost in silence: what is not provably torn is damaged.
 */
sealed interface Tail {
    int SECTOR_BYTES = 512;

    /** Nothing but zeros. */
    record Whole() implements Tail {}

    /** A write that never finished; to be overwritten by zeros from {@code from} to {@code to}. */
    record Torn(long from, long to, String how) implements Tail {}

    record Damaged(long offset, String what) implements Tail {}

    /**
     * Judges what {@code cursor} stopped at.
     *
     * @param durable number of the last record that is known to have been on disk
     */
    static Tail judge(ByteSource file, SegmentCursor cursor, RecordFormat format, long durable)
            throws IOException {
        long at = cursor.position();
        byte[] rest = file.bytes(at, Math.toIntExact(file.size() - at));
        int used = usedBytes(rest);
        if (durable > cursor.sequence()) {
            String what = used == 0 ? " is gone" : " is not readable";
            return new Damaged(
                    at, "record " + (cursor.sequence() + 1) + ", which was durable," + what);
        }
        if (used == 0) return new Whole();

        long later = laterRecord(rest, used, at, format);
        if (later >= 0) {
            return new Damaged(at, "no good record is here, but one follows at byte " + later);
        }
        return tornOrDamaged(rest, used, at);
    }

    private static Tail tornOrDamaged(byte[] rest, int used, long at) {
        if (rest.length < RecordFormat.HEADER_BYTES) {
            return new Torn(at, at + used, "the file ends within its header");
        }
        int claimed = RecordFormat.claimedLength(rest, 0);
        boolean possible = RecordFormat.isPossible(claimed);
        if (possible && claimed > rest.length) {
            return new Torn(at, at + used, "the file ends within it");
        }
        if (possible && used > claimed) {
            return new Damaged(at, "the last record is not good, and something follows it");
        }
        long sector = blankSector(rest, at, possible ? claimed : used);
        return sector >= 0
                ? new Torn(at, at + used, "its sector at byte " + sector + " was never written")
                : new Damaged(at, "the last record does not have its checksum");
    }

    /** Where a sector's share of the record is all zero, or -1. */
    private static long blankSector(byte[] rest, long at, int length) {
        for (int from = 0; from < length; ) {
            long sectorEnd = ((at + from) / SECTOR_BYTES + 1) * SECTOR_BYTES;
            int to = (int) Math.min(length, sectorEnd - at);
            if (isBlank(rest, from, to)) return at + from;

            from = to;
        }
        return -1;
    }

    private static boolean isBlank(byte[] rest, int from, int to) {
        for (int i = from; i < to; i++) {
            if (rest[i] != 0) return false;
        }
        return true;
    }

    /** Where a good record begins after {@code at}, or -1. */
    private static long laterRecord(byte[] rest, int used, long at, RecordFormat format) {
        ByteBuffer bytes = ByteBuffer.wrap(rest);
        int last = Math.min(used - 1, rest.length - RecordFormat.HEADER_BYTES);
        for (int i = 1; i <= last; i++) {
            boolean likely = RecordFormat.claimedPosition(bytes, i) == at + i;
            if (likely && format.read(rest, i, at + i).isPresent()) return at + i;
        }
        return -1;
    }

    /** How many bytes there are up to the last one that is not zero. */
    private static int usedBytes(byte[] rest) {
        int end = rest.length;
        while (end > 0 && rest[end - 1] == 0) end--;
        return end;
    }
}
