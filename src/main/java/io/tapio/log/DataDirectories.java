package io.tapio.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directories of a log as they look from outside: whether they can be had, who has them. */
public final class DataDirectories {
    private DataDirectories() {}

    /** Why no log could be opened here now, if so. Makes the directories that are not there. */
    public static Optional<String> obstacle(LogSettings settings) {
        List<Closeable> locks = new ArrayList<>();
        try {
            new LogDirectories(settings, new DiskStorage()).lockAll(locks);
            return Optional.empty();
        } catch (RuntimeException obstacle) {
            return Optional.of(FailureReason.of(obstacle));
        } finally {
            DirectoryLock.release(locks);
        }
    }

    /**
     * The process whose log is open below {@code dataDir}; empty if none is, or none we can see.
     */
    public static Optional<ProcessHandle> user(Path dataDir) throws IOException {
        return DirectoryLock.holder(LogDirectories.below(dataDir)).flatMap(ProcessHandle::of);
    }
}
