package io.tapio.log;

import java.nio.file.Path;

/** Another process, or another member in this one, works in this directory. */
public final class DataDirInUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    DataDirInUse(Path directory, String holder) {
        super(
                "The directory "
                        + directory
                        + " is in use by "
                        + holder
                        + ": stop that one first, or give this member a directory of its own.");
    }
}
