package io.tapio.watch;

import io.tapio.state.WatchKind;

/** Sets of {@link WatchKind}, a bit for each. */
final class Kinds {
    static final int NONE = 0;
    static final int DATA = 1;
    static final int CHILD = 2;
    static final int PERSISTENT = 4;
    static final int RECURSIVE = 8;

    /** Those that make an entry of ZooKeeper's table of data watches. */
    static final int IN_DATA_TABLE = DATA | PERSISTENT | RECURSIVE;

    /** Those that make an entry of ZooKeeper's table of child watches. */
    static final int IN_CHILD_TABLE = CHILD | PERSISTENT;

    private Kinds() {}

    static int of(WatchKind kind) {
        return switch (kind) {
            case DATA -> DATA;
            case CHILD -> CHILD;
            case PERSISTENT -> PERSISTENT;
            case RECURSIVE -> RECURSIVE;
        };
    }

    /** What a WatcherType of checkWatches and removeWatches means; none for what is none. */
    static int ofWatcherType(int watcherType) {
        return switch (watcherType) {
            case 1 -> CHILD;
            case 2 -> DATA;
            case 3 -> IN_DATA_TABLE | IN_CHILD_TABLE;
            case 4 -> PERSISTENT;
            case 5 -> RECURSIVE;
            default -> NONE;
        };
    }
}
