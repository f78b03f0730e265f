package io.tapio.log;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.nio.file.Path;

/**
 * Where the log lives and how it grows.
 *
 * @param dataDir snapshots and the member's identity go to {@link #DIRECTORY} below it
 * @param dataLogDir the journal goes to {@link #DIRECTORY} below it; may be the same
 * @param preallocBytes how much a segment is extended by, in zeros, when half of it is used up
 * @param segmentBytes a segment longer than this is sealed as soon as the next one is made
 * @param retainSnapshots how many snapshots are kept, with the segments they need; at least 1
 * @param fsyncWarningMs an fsync slower than this is worth a warning
 * @param heals whether damage is set aside and made good by the other members; alone, it is refused
 */
public record LogSettings(
        Path dataDir,
        Path dataLogDir,
        ServerId member,
        int preallocBytes,
        long segmentBytes,
        int retainSnapshots,
        int fsyncWarningMs,
        boolean heals) {

    /** What a log calls its own part of a directory; another format will have another name. */
    public static final String DIRECTORY = "tapio-1";

    private static final int PREALLOC_BYTES_MIN = 16 * 1024;
    private static final int RESERVE_BYTES_MAX = 64 * 1024;

    public LogSettings {
        Invariant.holds(
                preallocBytes >= PREALLOC_BYTES_MIN, "a segment grows by 16 KiB at the least");
        Invariant.holds(segmentBytes >= PREALLOC_BYTES_MIN, "a segment holds 16 KiB at the least");
        Invariant.holds(retainSnapshots >= 1, "one snapshot at the least is kept");
        Invariant.holds(fsyncWarningMs > 0, "a warning has a threshold");
    }

    /** In the usual sizes, for a server that stands alone. */
    public static LogSettings in(Path dataDir, Path dataLogDir, ServerId member) {
        return new LogSettings(dataDir, dataLogDir, member, 16 << 20, 64L << 20, 3, 1000, false);
    }

    /** Room kept for the small facts (epochs, cuts, footers) when all the rest is used up. */
    int reserveBytes() {
        return Math.min(RESERVE_BYTES_MAX, preallocBytes / 4);
    }
}
