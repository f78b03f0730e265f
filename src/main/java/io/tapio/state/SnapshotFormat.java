package io.tapio.state;

/**
 * The chunks of a snapshot: one head, then nodes, then one end; each begins with its kind.
 *
 * <p>Head: {@code byte kind; int version; long zxid; long lastSession; int count; (long session,
 * int timeoutMs)*}. Nodes: {@code byte kind; int count; node*} with a node as {@link
 * SnapshotWriter} says. End: {@code byte kind; int nodes; long digest}.
 */
final class SnapshotFormat {
    static final byte HEAD = 1;
    static final byte NODES = 2;
    static final byte END = 3;

    static final int VERSION = 1;

    // What a node has besides parent, name, data, czxid and ctime.
    static final int HAS_ACL = 1; // else the open one
    static final int HAS_CHANGES = 2; // mzxid, mtime, version, aversion
    static final int HAS_CHILDREN_EVER = 4; // pzxid, cversion
    static final int HAS_OWNER = 8;

    private SnapshotFormat() {}
}
