package io.tapio.config;

/** A member, and the line that makes it one. */
record Listed(Given given, ServerLine line) {
    int id() {
        return line.id();
    }

    /** For messages about the member: {@code zoo.cfg:12: server.3}. */
    String label() {
        return given.label();
    }

    /** For messages that name it beside another: {@code server.3 (zoo.cfg:12)}. */
    String mention() {
        return given.mention();
    }
}
