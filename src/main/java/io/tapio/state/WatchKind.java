package io.tapio.state;

/** How a watch was set: the one-shot kinds of reads, and the two of {@code addWatch}. */
public enum WatchKind {
    DATA,
    CHILD,
    PERSISTENT,
    PERSISTENT_RECURSIVE
}
