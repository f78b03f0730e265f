package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.Zxid;

/**
 * One record of a segment as it stands in the file, its checksum verified.
 *
 * @param sequence number of the fact; of the last fact before it for a footer
 * @param position byte in the file at which the record begins
 * @param length all bytes of the record
 */
record JournalRecord(
        long sequence,
        long position,
        int length,
        int crc,
        int previousCrc,
        int kind,
        Zxid first,
        Zxid last,
        Zxid committed,
        Bytes payload) {

    /** The byte after the record. */
    long end() {
        return position + length;
    }

    boolean isFooter() {
        return kind == JournalFactCodec.FOOTER;
    }
}
