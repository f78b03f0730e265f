package io.tapio.tree;

import io.tapio.model.SessionId;

/** What the owner of a znode makes of it. */
public sealed interface NodeKind {
    NodeKind PERSISTENT = new Persistent();
    NodeKind CONTAINER = new Container();

    record Persistent() implements NodeKind {}

    /** Goes with its session. */
    record Ephemeral(SessionId session) implements NodeKind {}

    /** Goes some time after its last child. */
    record Container() implements NodeKind {}

    /** Goes when it has no children and was not changed for {@code ttlMs}. */
    record Ttl(long ttlMs) implements NodeKind {}

    /** Marked with an extended type that nobody knows; stays like a persistent one. */
    record Unsupported(int typeCode) implements NodeKind {}
}
