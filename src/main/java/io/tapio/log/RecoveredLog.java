package io.tapio.log;

import io.tapio.model.Zxid;
import java.time.Duration;

/**
 * What a member knows of itself after reading its journal.
 *
 * @param currentEpoch the newest epoch established, or that of the last entry if newer
 * @param committed known to be committed; what the fold holds after it is pending
 * @param snapshot the snapshot it started from; {@link Zxid#NONE} if it started from nothing
 * @param records how many facts were replayed
 * @param entries how many entries were in them that the snapshot did not hold
 * @param cutBytes how many bytes of a torn last write were cut off; 0 if none
 * @param closedCleanly whether the journal was closed in order the last time
 * @param firstStart whether there was no journal before
 * @param spaceBytes what can be appended before the journal must be extended
 */
public record RecoveredLog(
        int acceptedEpoch,
        int currentEpoch,
        Zxid lastLogged,
        Zxid committed,
        Zxid snapshot,
        long records,
        long entries,
        long cutBytes,
        boolean closedCleanly,
        boolean firstStart,
        long spaceBytes,
        Duration took,
        LogFigures figures) {}
