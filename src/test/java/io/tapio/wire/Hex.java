package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Bytes as hexadecimal text with spaces where they help the eye. */
final class Hex {
    private Hex() {}

    static Bytes bytes(String... hex) {
        return Bytes.wrap(HexFormat.of().parseHex(String.join("", hex).replace(" ", "")));
    }

    /** What {@code write} appends. */
    static Bytes written(Consumer<JuteWriter> write) {
        var out = new JuteWriter(4);
        write.accept(out);
        return out.toBytes();
    }

    /** Reads a frame from behind its length. */
    static JuteReader frame(Bytes bytes) {
        var in = new JuteReader(bytes);
        if (in.int32() != in.remaining()) throw new AssertionError("the length is wrong");
        return in;
    }
}
