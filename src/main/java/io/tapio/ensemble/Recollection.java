package io.tapio.ensemble;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.Map;

/**
 * What a member remembers after reading its journal.
 *
 * @param establishedEpoch the newest epoch whose history was on disk before it; 0 if there was none
 * @param committed known to be committed and applied
 * @param proven whether the journal says that it has all that this member ever promised; a new disk
 *     and a damaged one do not
 * @param marks the newest that were to be remembered
 */
public record Recollection(
        int acceptedEpoch,
        int establishedEpoch,
        LogOutline outline,
        Zxid committed,
        boolean proven,
        Map<ServerId, Zxid> marks) {
    public Recollection {
        marks = Map.copyOf(marks);
        Invariant.holds(acceptedEpoch >= establishedEpoch, "what is followed was accepted before");
        Invariant.holds(
                acceptedEpoch >= outline.last().epoch(), "no entry is of an epoch never promised");
        Invariant.holds(!committed.isAfter(outline.last()), "what is committed was logged");
    }

    Zxid lastLogged() {
        return outline.last();
    }

    /** A log with an entry of an epoch has all that its leader had before. */
    int currentEpoch() {
        return Math.max(establishedEpoch, lastLogged().epoch());
    }
}
