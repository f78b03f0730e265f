package io.tapio.jute;

import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes jute primitives into an array that grows as needed.
 *
 * <p>A frame is written between {@link #beginFrame} and {@link #endFrame}, which fills in its
 * length. Not for two threads at once. What would grow beyond its bound is {@link OverlongOutput}.
 */
public final class JuteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int ARRAY_MAX_BYTES = Integer.MAX_VALUE - 8;

    private int maxBytes;
    private byte[] array;
    private int room; // of the array, as much as may be used
    private int length;

    public JuteWriter(int initialBytes) {
        this(initialBytes, ARRAY_MAX_BYTES);
    }

    /** A writer for no more than {@code maxBytes}. */
    public JuteWriter(int initialBytes, int maxBytes) {
        array = new byte[initialBytes];
        bound(maxBytes);
    }

    /** From now on for no more than {@code most} bytes in all. */
    public void bound(int most) {
        maxBytes = most;
        room = Math.min(array.length, most);
    }

    public JuteWriter bool(boolean value) {
        return int8((byte) (value ? 1 : 0));
    }

    public JuteWriter int8(byte value) {
        room(1);
        array[length++] = value;
        return this;
    }

    public JuteWriter int32(int value) {
        room(4);
        INT.set(array, length, value);
        length += 4;
        return this;
    }

    public JuteWriter int64(long value) {
        room(8);
        LONG.set(array, length, value);
        length += 8;
        return this;
    }

    /** A buffer or the bytes of a string; {@link Bytes#ABSENT} goes out as length -1. */
    public JuteWriter buffer(Bytes bytes) {
        if (bytes.isAbsent()) return int32(-1);

        return int32(bytes.length()).raw(bytes);
    }

    public JuteWriter buffer(byte[] bytes) {
        return int32(bytes.length).raw(bytes, 0, bytes.length);
    }

    public JuteWriter ustring(String text) {
        return buffer(Bytes.utf8(text));
    }

    public <T> JuteWriter vector(List<T> elements, BiConsumer<JuteWriter, T> element) {
        int32(elements.size());
        for (T each : elements) {
            element.accept(this, each);
        }
        return this;
    }

    /** The bytes themselves, without a length before them. */
    public JuteWriter raw(Bytes bytes) {
        return raw(bytes.array(), bytes.offset(), bytes.length());
    }

    public JuteWriter raw(byte[] bytes, int from, int count) {
        room(count);
        System.arraycopy(bytes, from, array, length, count);
        length += count;
        return this;
    }

    /** Leaves room for a frame's length; what it returns belongs to {@link #endFrame}. */
    public int beginFrame() {
        int mark = length;
        int32(0);
        return mark;
    }

    /** Fills in the length of the frame that began at {@code mark}. */
    public void endFrame(int mark) {
        patchInt32(mark, length - mark - 4);
    }

    /** Overwrites four bytes that were written before. */
    public void patchInt32(int position, int value) {
        Invariant.holds(position >= 0 && position + 4 <= length, "only what is written is patched");
        patchInt32(array, position, value);
    }

    /** Overwrites four bytes of an array that was written before. */
    public static void patchInt32(byte[] written, int position, int value) {
        INT.set(written, position, value);
    }

    public int length() {
        return length;
    }

    /** Forgets what was written after {@code newLength}. */
    public void truncate(int newLength) {
        Invariant.holds(newLength >= 0 && newLength <= length, "truncating never lengthens");
        length = newLength;
    }

    /** The array written into; valid up to {@link #length()} and until the next write. */
    public byte[] array() {
        return array;
    }

    /** What was written so far, as a copy. */
    public Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(array, length));
    }

    /**
     * What was written so far, in an array of just its size; begins anew. What is longer than
     * {@code copiedMax} is not copied but taken out, so that no writer keeps much memory.
     */
    public Bytes take(int copiedMax) {
        Bytes taken;
        if (length <= copiedMax) {
            taken = toBytes();
        } else {
            taken = seal();
            array = new byte[Math.min(copiedMax, maxBytes)];
            room = array.length;
        }
        length = 0;
        return taken;
    }

    /** What was written so far, without a copy; this writer must not be used any more. */
    public Bytes seal() {
        return Bytes.wrap(array, 0, length);
    }

    private void room(int bytes) {
        if (bytes > room - length) grow(bytes);
    }

    private void grow(int bytes) {
        long needed = (long) length + bytes;
        if (needed > maxBytes) throw new OverlongOutput(maxBytes);

        long capacity = Math.max(64L, Math.max(needed, array.length * 2L));
        array = Arrays.copyOf(array, (int) Math.min(maxBytes, capacity));
        room = array.length;
    }
}
