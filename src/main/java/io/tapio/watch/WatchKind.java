package io.tapio.watch;

/** The ways to wait for a path; the same watcher may wait for one path in several of them. */
public enum WatchKind {
    /** Once, for the znode itself: exists and getData. */
    DATA(1),
    /** Once, for its list of children: getChildren. */
    CHILD(2),
    /** For both, again and again. */
    PERSISTENT(4),
    /** For the znode and all its descendants, but no list of children, again and again. */
    RECURSIVE(8);

    /** Those that make an entry of ZooKeeper's table of data watches. */
    static final int IN_DATA_TABLE = DATA.bit | PERSISTENT.bit | RECURSIVE.bit;

    /** Those that make an entry of ZooKeeper's table of child watches. */
    static final int IN_CHILD_TABLE = CHILD.bit | PERSISTENT.bit;

    final int bit;

    WatchKind(int bit) {
        this.bit = bit;
    }

    /** Whether this is a WatcherType as checkWatches and removeWatches name them. */
    public static boolean isWatcherType(int watcherType) {
        return bitsOf(watcherType) != 0;
    }

    /** The kinds that a WatcherType means; none for what is no WatcherType. */
    static int bitsOf(int watcherType) {
        return switch (watcherType) {
            case 1 -> CHILD.bit;
            case 2 -> DATA.bit;
            case 3 -> IN_DATA_TABLE | IN_CHILD_TABLE;
            case 4 -> PERSISTENT.bit;
            case 5 -> RECURSIVE.bit;
            default -> 0;
        };
    }
}
