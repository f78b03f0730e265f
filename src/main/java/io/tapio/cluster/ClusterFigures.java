package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What this member sees of the cluster; news for people, not for decisions.
 *
 * @param joined whether it is in a cluster itself
 * @param up members the cluster lists as up, reachable or not
 * @param unreachable members that somebody in the cluster does not hear
 * @param coordinator whom Pekko calls the leader; it has nothing to do with Zab's
 * @param inContact members that answered lately, in a cluster or not; this one not counted
 * @param lastChange of all the above
 * @param restarts how often this part was started anew to get out of trouble
 */
public record ClusterFigures(
        boolean joined,
        Set<ServerId> up,
        Set<ServerId> unreachable,
        Optional<ServerId> coordinator,
        Set<ServerId> inContact,
        Instant lastChange,
        int restarts) {

    public ClusterFigures {
        up = Set.copyOf(up);
        unreachable = Set.copyOf(unreachable);
        inContact = Set.copyOf(inContact);
    }

    /** Nothing was seen yet. */
    static ClusterFigures none(Instant now, int restarts) {
        return new ClusterFigures(
                false, Set.of(), Set.of(), Optional.empty(), Set.of(), now, restarts);
    }

    boolean differsFrom(ClusterFigures other) {
        return !equals(
                new ClusterFigures(
                        other.joined,
                        other.up,
                        other.unreachable,
                        other.coordinator,
                        other.inContact,
                        lastChange,
                        restarts));
    }
}
