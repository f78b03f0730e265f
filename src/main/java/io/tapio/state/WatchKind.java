package io.tapio.state;

/** The ways to wait for a path; the same client may wait for one path in several of them. */
public enum WatchKind {
    /** Once, for the znode itself: exists and getData. */
    DATA,
    /** Once, for its list of children: getChildren. */
    CHILD,
    /** For both, again and again. */
    PERSISTENT,
    /** For the znode and all its descendants, but no list of children, again and again. */
    RECURSIVE
}
