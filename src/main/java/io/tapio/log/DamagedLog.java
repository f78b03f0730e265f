package io.tapio.log;

import java.nio.file.Path;

/** What is on disk cannot be trusted. Says which file, where in it, what is wrong, what to do. */
public final class DamagedLog extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String REMEDY =
            "Restore the data directories from a backup, or move them aside to begin with no data"
                    + " (as part of an ensemble: with that of the other members).";

    private final String finding;
    private final String file;
    private final long offset;

    DamagedLog(Path file, long offset, String what) {
        super(file + " at byte " + offset + ": " + what + ". " + REMEDY);
        this.finding = file + " at byte " + offset + ": " + what;
        this.file = file.toString();
        this.offset = offset;
    }

    DamagedLog(Path file, String what) {
        super(file + ": " + what + ". " + REMEDY);
        this.finding = file + ": " + what;
        this.file = file.toString();
        this.offset = 0;
    }

    /** What is wrong, where; without what to do. */
    String finding() {
        return finding;
    }

    public Path file() {
        return Path.of(file);
    }

    /** Where in the file the damage begins; 0 if the file as a whole is meant. */
    public long offset() {
        return offset;
    }
}
