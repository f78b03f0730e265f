package io.tapio.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A jute buffer as a value: bytes in hexadecimal, or {@code null}, which the protocol keeps apart
 * from empty.
 */
public record Octets(@Nullable String hex) {
    private static final int SHOWN_MAX = 120;

    /** The buffer of length −1. */
    public static final Octets NULL = new Octets(null);

    /** The buffer of length 0. */
    public static final Octets EMPTY = new Octets("");

    public static Octets of(byte[] bytes) {
        return new Octets(HexFormat.of().formatHex(bytes));
    }

    public static Octets text(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As many zero bytes as asked for. */
    public static Octets zeros(int length) {
        return of(new byte[length]);
    }

    public boolean isNull() {
        return hex == null;
    }

    /** The bytes; none for the null buffer. */
    public byte[] bytes() {
        return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    public int length() {
        return hex == null ? 0 : hex.length() / 2;
    }

    /** The bytes read as UTF-8. */
    public String asText() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        if (hex == null) return "null";

        String text = asText();
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        String shown = printable ? "'" + text + "'" : "0x" + hex;
        return shown.length() <= SHOWN_MAX
                ? shown
                : shown.substring(0, SHOWN_MAX) + "…(" + length() + " bytes)";
    }
}
