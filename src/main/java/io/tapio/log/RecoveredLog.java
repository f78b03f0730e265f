package io.tapio.log;

import io.tapio.model.Zxid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
        int establishedEpoch,
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
        Standing standing,
        LogFigures figures) {

    /**
     * Who the member is among the others, by its disk.
     *
     * @param cluster the ensemble it belongs to, if it ever followed or led one
     * @param journal the random number of its journal
     * @param proven whether the disk has all that the member ever promised; a new one does not, nor
     *     does one on which damage was found
     * @param base the entry before the first one that can be read
     * @param epochEnds the last entry of each epoch after that, oldest first
     * @param marks how far the others had come, by what was told to remember; perhaps a bit old
     * @param quarantined what was found damaged at this start, and where it was put; usually
     *     nothing
     * @param reader reads what is on disk for others
     */
    public record Standing(
            Optional<UUID> cluster,
            UUID journal,
            boolean proven,
            Zxid base,
            List<Zxid> epochEnds,
            Map<Integer, Zxid> marks,
            List<String> quarantined,
            LogReader reader) {}
}
