package io.tapio.work;

import java.util.Locale;

/** A figure of a kind of operation, by a name of three words, and what was counted. */
record Count(String name, double value) {

    String line() {
        return String.format(Locale.ROOT, "%s %.3f", name, value);
    }

    static Count parse(String line) {
        int end = line.lastIndexOf(' ');
        return new Count(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
    }

    boolean isBytes() {
        return name.endsWith("-bytes");
    }
}
