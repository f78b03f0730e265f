package io.tapio.admin;

import io.tapio.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of UTF-8 text up to a bound. What comes after the first line that does not fit is only
 * counted, and a last line says how much that was.
 */
final class Text {
    private static final int FIRST_BYTES = 1024;
    private static final byte NEWLINE = '\n';

    private final int maxBytes;
    private byte[] bytes;
    private int length;
    private long leftOut;

    Text(int maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[Math.min(FIRST_BYTES, maxBytes)];
    }

    Text line(String line) {
        return line(line, Bytes.EMPTY);
    }

    /** A line that ends in bytes which are text already, such as a path. */
    Text line(String begin, Bytes rest) {
        byte[] first = begin.getBytes(StandardCharsets.UTF_8);
        if (makeRoom((long) first.length + rest.length() + 1)) {
            System.arraycopy(first, 0, bytes, length, first.length);
            rest.copyTo(bytes, length + first.length);
            length += first.length + rest.length();
            bytes[length++] = NEWLINE;
        } else {
            leftOut++;
        }
        return this;
    }

    private boolean makeRoom(long more) {
        if (leftOut > 0 || length + more > maxBytes) return false;

        if (length + more > bytes.length) {
            long wanted = Math.max(2L * bytes.length, length + more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, maxBytes));
        }
        return true;
    }

    /** The text; nothing may be added afterwards. */
    Bytes toBytes() {
        if (leftOut == 0) return Bytes.wrap(bytes, 0, length);

        byte[] note = ("... and " + leftOut + " more lines\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(bytes, length + note.length);
        System.arraycopy(note, 0, whole, length, note.length);
        return Bytes.wrap(whole);
    }

    @Override
    public String toString() {
        return toBytes().toString();
    }
}
