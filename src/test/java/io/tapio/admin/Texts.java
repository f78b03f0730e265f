package io.tapio.admin;

import java.util.function.Consumer;

/** What somebody writes, as one string. */
final class Texts {
    private static final int PLENTY = 1 << 16;

    private Texts() {}

    static String of(Consumer<Text> writer) {
        var out = new Text(PLENTY);
        writer.accept(out);
        return out.toString();
    }
}
