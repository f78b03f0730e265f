package io.tapio.wire;

import io.tapio.model.Invariant;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Complete frames of one client, one after the other in one array, without their length words.
 *
 * <p>Frame {@code i} is {@code array[start(i) .. end(i))}. Filled by the front door, then read
 * only.
 */
public final class Frames {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    private int[] bounds; // start and end of each frame, in turn
    private int count;

    public Frames(byte[] array) {
        this(array, 1);
    }

    /** Of {@code expected} frames; more may be added, at the cost of a larger table. */
    public Frames(byte[] array, int expected) {
        this.array = array;
        this.bounds = new int[2 * Math.max(1, expected)];
    }

    public void add(int start, int end) {
        Invariant.holds(0 <= start && start <= end && end <= array.length, "a frame lies inside");
        if (2 * count == bounds.length) bounds = Arrays.copyOf(bounds, 4 * count);
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }

    public int count() {
        return count;
    }

    public byte[] array() {
        return array;
    }

    public int start(int frame) {
        return bounds[2 * frame];
    }

    public int end(int frame) {
        return bounds[2 * frame + 1];
    }

    /** The big-endian integer at {@code offset} of a frame that is long enough. */
    public int int32(int frame, int offset) {
        return (int) INT.get(array, start(frame) + offset);
    }

    public int length(int frame) {
        return end(frame) - start(frame);
    }
}
