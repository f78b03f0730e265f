package io.tapio.front;

import io.tapio.model.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The beginning of a frame whose end has not come yet, length word included.
 *
 * <p>Its memory follows the bytes that came, never the length that was announced.
 */
final class CutFrame {
    private static final int FIRST_BYTES = 64;

    private byte[] bytes = new byte[4];
    private int length;

    int length() {
        return length;
    }

    /** Takes bytes of {@code in} until there are {@code wanted}; true if there are. */
    boolean fillTo(int wanted, ByteBuffer in) {
        int taken = Math.min(wanted - length, in.remaining());
        if (taken > 0) {
            room(length + taken, wanted);
            in.get(bytes, length, taken);
            length += taken;
        }
        return length >= wanted;
    }

    private void room(int needed, int wanted) {
        if (needed <= bytes.length) return;

        long grown = Math.max(needed, Math.max(FIRST_BYTES, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, grown));
    }

    /** The first four bytes as a number. */
    int header() {
        Invariant.holds(length >= 4, "a header has four bytes");
        return BigEndian.int32(bytes, 0);
    }

    void copyTo(byte[] target) {
        System.arraycopy(bytes, 0, target, 0, length);
    }
}
