package io.tapio.log;

import java.nio.file.Path;

/** Another process, or another member in this one, works in this directory. */
public final class DataDirInUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    DataDirInUse(Path directory, String holder) {
        super(
                "the data directory %s is in use by %s. Stop that one first, or choose another dataDir."
                        .formatted(directory, holder));
    }
}
