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
 * length. Not for two threads at once.
 */
public final class JuteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int length;

    public JuteWriter(int initialBytes) {
        array = new byte[initialBytes];
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
        INT.set(array, position, value);
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

    /** What was written so far, without a copy; this writer must not be used any more. */
    public Bytes seal() {
        return Bytes.wrap(array, 0, length);
    }

    private void room(int bytes) {
        int needed = Math.addExact(length, bytes);
        if (needed > array.length) array = Arrays.copyOf(array, capacityFor(needed));
    }

    private int capacityFor(int needed) {
        return (int)
                Math.min(
                        Integer.MAX_VALUE - 8L, Math.max(64L, Math.max(needed, array.length * 2L)));
    }
}
