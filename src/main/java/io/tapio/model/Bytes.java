package io.tapio.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes with value equality; possibly a slice of a larger array.
 *
 * <p>A slice keeps its whole array alive: what is stored for long is {@linkplain #compact()
 * compacted}. {@link #ABSENT} stands for the protocol's missing buffer, which is not the empty one.
 */
public final class Bytes implements Comparable<Bytes> {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    /** The buffer that is not there (jute length -1): no bytes, and equal to itself alone. */
    public static final Bytes ABSENT = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;
    private int hash; // 0 until asked for

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Wraps without copying: nobody may change these bytes any more. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** Wraps a slice without copying: nobody may change these bytes any more. */
    public static Bytes wrap(byte[] array, int offset, int length) {
        Invariant.holds(
                offset >= 0 && length >= 0 && length <= array.length - offset,
                "a slice lies inside its array");
        return new Bytes(array, offset, length);
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings(
            "ReferenceEquality") // there is one absent buffer, and it equals the empty one in
    // content
    public boolean isAbsent() {
        return this == ABSENT;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        return array[offset + index];
    }

    /** The bytes from {@code from} up to, not including, {@code to}, sharing this array. */
    public Bytes slice(int from, int to) {
        Invariant.holds(from >= 0 && from <= to && to <= length, "a slice lies inside");
        return new Bytes(array, offset + from, to - from);
    }

    /** The same bytes in an array of just their length; {@link #ABSENT} stays itself. */
    public Bytes compact() {
        if (isAbsent() || (offset == 0 && length == array.length)) return this;

        return length == 0 ? EMPTY : wrap(toArray());
    }

    /** A copy that the caller may change. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The array this is a slice of, to be read only, from {@link #offset()} on. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** The index of the last {@code wanted}, or -1. */
    public int lastIndexOf(byte wanted) {
        for (int i = length - 1; i >= 0; i--) {
            if (array[offset + i] == wanted) return i;
        }
        return -1;
    }

    public boolean startsWith(Bytes prefix) {
        return prefix.length <= length
                && Arrays.equals(
                        array,
                        offset,
                        offset + prefix.length,
                        prefix.array,
                        prefix.offset,
                        prefix.offset + prefix.length);
    }

    public boolean equals(byte[] other, int from, int to) {
        return Arrays.equals(array, offset, offset + length, other, from, to);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) return true;
        if (!(other instanceof Bytes that) || isAbsent() || that.isAbsent()) return false;

        return equals(that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        if (hash == 0) hash = hash(array, offset, offset + length);
        return hash;
    }

    /** Hash of a run of bytes, eight at a time; a slice and its copy have the same. */
    public static int hash(byte[] array, int from, int to) {
        long h = (long) to - from;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            h = (h ^ (long) LONGS.get(array, at)) * 0x9E37_79B9_7F4A_7C15L;
            h ^= h >>> 32;
        }
        for (; at < to; at++) {
            h = (h ^ (array[at] & 0xff)) * 0x0000_0100_0000_01B3L;
        }
        h *= 0x9E37_79B9_7F4A_7C15L;
        return (int) (h ^ (h >>> 32));
    }

    /** Orders byte by byte, unsigned, so that UTF-8 sorts by code point. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array,
                offset,
                offset + length,
                other.array,
                other.offset,
                other.offset + other.length);
    }

    /** The bytes read as UTF-8; malformed parts become U+FFFD. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
