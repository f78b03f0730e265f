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
    private final boolean notOurs;

    DamagedLog(Path file, long offset, String what) {
        this(file + " at byte " + offset + ": " + what, file, offset, false);
    }

    DamagedLog(Path file, String what) {
        this(file + ": " + what, file, 0, false);
    }

    private DamagedLog(String finding, Path file, long offset, boolean notOurs) {
        super(finding + ". " + REMEDY);
        this.finding = finding;
        this.file = file.toString();
        this.offset = offset;
        this.notOurs = notOurs;
    }

    /** It is whole, but of another member, or of a later version: not to be touched. */
    static DamagedLog notOurs(Path file, String what) {
        return new DamagedLog(file + ": " + what, file, 0, true);
    }

    boolean isNotOurs() {
        return notOurs;
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
