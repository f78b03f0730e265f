package io.tapio.zab;

import io.tapio.model.Zxid;

/**
 * How far a member's word can be relied upon, and how far its own log has come.
 *
 * @param proven its disk has all that it ever promised, as far as it knows; if not, it has no vote
 *     until it is synced
 * @param acceptedEpoch the newest epoch it has promised to follow, as far as it remembers
 * @param currentEpoch the newest epoch whose leader's history it had
 */
public record Standing(boolean proven, int acceptedEpoch, int currentEpoch, Zxid lastLogged) {
    /** Whether its log has no entry at all. */
    public boolean empty() {
        return lastLogged.equals(Zxid.NONE);
    }
}
