package io.tapio.tree;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The name and the data of a znode in one array: a head, the name, the data.
 *
 * <p>The head is {@code 2 * name length + (data absent ? 1 : 0)}, in one byte if it is below 128,
 * else in four, big end first and with the top bit set. The content of such an array never changes,
 * so that slices of it may be handed out.
 */
final class Payload {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONG_HEAD = 0x8000_0000;

    private Payload() {}

    static byte[] of(Bytes name, Bytes data) {
        int head = 2 * name.length() + (data.isAbsent() ? 1 : 0);
        int start = head < 128 ? 1 : 4;
        byte[] payload = new byte[start + name.length() + data.length()];
        if (start == 1) {
            payload[0] = (byte) head;
        } else {
            INT.set(payload, 0, head | LONG_HEAD);
        }
        name.copyTo(payload, start);
        data.copyTo(payload, start + name.length());
        return payload;
    }

    static int nameStart(byte[] payload) {
        return payload[0] >= 0 ? 1 : 4;
    }

    static int nameLength(byte[] payload) {
        return head(payload) >>> 1;
    }

    static Bytes name(byte[] payload) {
        return Bytes.wrap(payload, nameStart(payload), nameLength(payload));
    }

    static boolean hasData(byte[] payload) {
        return (head(payload) & 1) == 0;
    }

    static int dataStart(byte[] payload) {
        return nameStart(payload) + nameLength(payload);
    }

    static Bytes data(byte[] payload) {
        if (!hasData(payload)) return Bytes.ABSENT;
        int start = dataStart(payload);
        return Bytes.wrap(payload, start, payload.length - start);
    }

    /** Writes the name as a jute string. */
    static void writeName(byte[] payload, JuteWriter out) {
        int length = nameLength(payload);
        out.int32(length).raw(payload, nameStart(payload), length);
    }

    /** Writes the data as a jute buffer. */
    static void writeData(byte[] payload, JuteWriter out) {
        if (!hasData(payload)) {
            out.int32(-1);
            return;
        }
        int start = dataStart(payload);
        out.int32(payload.length - start).raw(payload, start, payload.length - start);
    }

    static boolean hasName(byte[] payload, byte[] array, int from, int to) {
        return Arrays.equals(payload, nameStart(payload), dataStart(payload), array, from, to);
    }

    private static int head(byte[] payload) {
        return payload[0] >= 0 ? payload[0] : (int) INT.get(payload, 0) & ~LONG_HEAD;
    }
}
