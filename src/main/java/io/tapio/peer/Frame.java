package io.tapio.peer;

import io.tapio.model.Bytes;

/**
 * One word as it travels: {@code (int length, int crc32c, body)}, where length and checksum are
 * those of the body. The end of the body may be bytes that others share, and is then not copied.
 *
 * @param head from the length on
 * @param payload what follows, often nothing
 */
record Frame(Bytes head, Bytes payload) {
    static final int HEADER_BYTES = 8;

    int length() {
        return head.length() + payload.length();
    }
}
