package io.tapio.config;

/** A value somebody gave to a known key, with the place to name when the value is wrong. */
record Given(String key, String value, Origin origin) {

    sealed interface Origin {}

    record FileLine(String file, int line) implements Origin {}

    record SystemProperty(String name) implements Origin {}

    /** The start of a message about the key: {@code zoo.cfg:12: tickTime}. */
    String label() {
        return switch (origin) {
            case FileLine at -> at.file() + ":" + at.line() + ": " + key;
            case SystemProperty property -> "-D" + property.name();
        };
    }

    /** The start of a message about the value: {@code zoo.cfg:12: tickTime=abc}. */
    String said() {
        return label() + "=" + value;
    }

    /** For a list of several: {@code tickTime (zoo.cfg:12)}. */
    String mention() {
        return switch (origin) {
            case FileLine at -> key + " (" + at.file() + ":" + at.line() + ")";
            case SystemProperty property -> "-D" + property.name();
        };
    }
}
