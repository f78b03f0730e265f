package io.tapio.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads jute primitives and accepts no byte too many or too few. */
public final class WireReader {
    private final byte[] whole;
    private final ByteBuffer in;

    /** The server sent something that is not what the protocol says. */
    public static final class Malformed extends RuntimeException {
        Malformed(String message) {
            super(message);
        }
    }

    public WireReader(byte[] whole) {
        this.whole = whole;
        this.in = ByteBuffer.wrap(whole);
    }

    public byte int8() {
        need(1);
        return in.get();
    }

    public int int32() {
        need(4);
        return in.getInt();
    }

    public long int64() {
        need(8);
        return in.getLong();
    }

    public boolean bool() {
        byte value = int8();
        if (value != 0 && value != 1) throw malformed("a boolean of " + value);
        return value == 1;
    }

    public @Nullable String ustring() {
        int length = int32();
        return length == -1 ? null : new String(raw(length), StandardCharsets.UTF_8);
    }

    public Octets buffer() {
        int length = int32();
        return length == -1 ? Octets.NULL : Octets.of(raw(length));
    }

    public <T> @Nullable List<T> vector(Function<WireReader, T> read) {
        int count = int32();
        if (count == -1) return null;
        if (count < 0 || count > in.remaining()) throw malformed("a vector of " + count);

        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(read.apply(this));
        }
        return items;
    }

    public int remaining() {
        return in.remaining();
    }

    /** Passes over whatever is left. */
    public void skipRest() {
        in.position(in.limit());
    }

    /** Fails unless everything has been read. */
    public void end() {
        if (in.hasRemaining()) throw malformed(in.remaining() + " bytes too many");
    }

    Malformed malformed(String what) {
        return new Malformed(
                what + " before byte " + in.position() + " of " + HexFormat.of().formatHex(whole));
    }

    private byte[] raw(int length) {
        need(length);
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    private void need(int length) {
        if (length < 0 || in.remaining() < length) throw malformed(length + " bytes wanted");
    }
}
