package io.tapio.log;

import java.io.IOException;
import java.nio.file.Path;

/** A directory that cannot be made, or not be written to. Says why, and what to do. */
public final class UnusableDirectory extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDirectory(Path directory, IOException cause) {
        super(
                "cannot use the data directory %s: %s. %s, or choose another dataDir."
                        .formatted(directory, FailureReason.of(cause), cure(cause)),
                cause);
    }

    private static String cure(IOException cause) {
        return Storage.isFull(cause)
                ? "Make room there, of bytes or of inodes"
                : "Let the user that runs this server write there";
    }
}
