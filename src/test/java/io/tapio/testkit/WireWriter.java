package io.tapio.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes jute primitives, big-endian, into memory. Null strings and vectors become length −1. */
public final class WireWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Write {
        void run() throws IOException;
    }

    public WireWriter int8(int value) {
        return put(() -> out.writeByte(value));
    }

    public WireWriter int32(int value) {
        return put(() -> out.writeInt(value));
    }

    public WireWriter int64(long value) {
        return put(() -> out.writeLong(value));
    }

    public WireWriter bool(boolean value) {
        return put(() -> out.writeBoolean(value));
    }

    public WireWriter ustring(@Nullable String text) {
        if (text == null) return int32(-1);

        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return int32(utf8.length).raw(utf8);
    }

    public WireWriter buffer(Octets octets) {
        return octets.isNull() ? int32(-1) : int32(octets.length()).raw(octets.bytes());
    }

    public <T> WireWriter vector(@Nullable List<T> items, BiConsumer<T, WireWriter> write) {
        if (items == null) return int32(-1);

        int32(items.size());
        items.forEach(item -> write.accept(item, this));
        return this;
    }

    /** Bytes with nothing before them. */
    public WireWriter raw(byte[] content) {
        return put(() -> out.write(content));
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private WireWriter put(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return this;
    }
}
