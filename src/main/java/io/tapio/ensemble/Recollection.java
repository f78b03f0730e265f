package io.tapio.ensemble;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;

/**
 * What a member remembers after reading its journal.
 *
 * @param currentEpoch the newest epoch established, or that of the last entry if newer
 * @param committed known to be committed and applied
 * @param proven whether the journal has all that this member ever promised; a new disk, an older
 *     copy and a damaged one do not
 */
public record Recollection(
        int acceptedEpoch, int currentEpoch, Zxid lastLogged, Zxid committed, boolean proven) {
    public Recollection {
        Invariant.holds(acceptedEpoch >= currentEpoch, "what is followed was accepted before");
        Invariant.holds(
                currentEpoch >= lastLogged.epoch(), "no entry is of an epoch never followed");
        Invariant.holds(!committed.isAfter(lastLogged), "what is committed was logged");
    }
}
