package io.tapio.model;

/** The number of a client's session; the top byte names the server that gave it out. */
public record SessionId(long value) {
    /** No session: the server itself is the author. */
    public static final SessionId NONE = new SessionId(0);

    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
