package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.util.Optional;
import java.util.Set;

/**
 * How things stand with one member's part of the cluster.
 *
 * @param members whom it holds for members of its cluster; without itself in none
 * @param seed at whom those who follow this member should join; only a leader names one
 */
record Stand(Incarnation self, Set<Incarnation> members, Optional<ServerId> seed) {
    Stand {
        members = Set.copyOf(members);
    }

    boolean joined() {
        return members.contains(self);
    }
}
