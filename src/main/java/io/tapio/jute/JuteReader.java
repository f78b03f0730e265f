package io.tapio.jute;

import io.tapio.model.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads jute primitives from a run of bytes, front to back.
 *
 * <p>Buffers and strings come back as slices of the same array. Every read checks its bounds and
 * throws {@link MalformedInput}; nothing is allocated by a declared length alone. May be pointed at
 * another run with {@link #reset}, so that one reader serves a whole loop.
 */
public final class JuteReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int VECTOR_INITIAL_MAX = 16;

    private byte[] array;
    private int at;
    private int end;

    public JuteReader(byte[] array, int from, int to) {
        this.array = array;
        this.at = from;
        this.end = to;
    }

    public JuteReader(Bytes bytes) {
        this(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
    }

    /** Points this reader at another run of bytes. */
    public JuteReader reset(byte[] newArray, int from, int to) {
        array = newArray;
        at = from;
        end = to;
        return this;
    }

    public int remaining() {
        return end - at;
    }

    public boolean bool() {
        return int8() != 0;
    }

    public byte int8() {
        need(1);
        return array[at++];
    }

    public int int32() {
        need(4);
        int value = (int) INT.get(array, at);
        at += 4;
        return value;
    }

    public long int64() {
        need(8);
        long value = (long) LONG.get(array, at);
        at += 8;
        return value;
    }

    /** A buffer or the bytes of a string; {@link Bytes#ABSENT} for length -1. */
    public Bytes buffer() {
        int length = int32();
        if (length == -1) return Bytes.ABSENT;
        if (length < 0) throw new MalformedInput("negative length " + length);
        need(length);
        Bytes bytes = Bytes.wrap(array, at, length);
        at += length;
        return bytes;
    }

    /** A string; one that is not there reads as the empty one. */
    public String ustring() {
        return buffer().toString();
    }

    /** A vector; one that is not there (count -1) reads as the empty one. */
    public <T> List<T> vector(Function<JuteReader, T> element) {
        int count = int32();
        if (count < -1) throw new MalformedInput("negative count " + count);
        if (count > remaining()) throw new MalformedInput("count " + count + " beyond the input");
        var elements = new ArrayList<T>(Math.min(Math.max(count, 0), VECTOR_INITIAL_MAX));
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(this));
        }
        return elements;
    }

    private void need(int bytes) {
        if (bytes > end - at) throw new MalformedInput("input ends early");
    }
}
