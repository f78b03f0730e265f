package io.tapio.admin;

/** What a server is at the moment, in the words of {@code srvr} and {@code mntr}. */
public enum Role {
    /** On its own, and meant to be. */
    STANDALONE("standalone", ""),
    LEADER("leader", "leading - broadcast"),
    FOLLOWER("follower", "following - broadcast"),
    OBSERVER("observer", "observing - broadcast"),
    /** Without a quorum; serves reads to clients that asked for them. */
    READ_ONLY("read-only", "looking"),
    /** Without a quorum; serves nobody. */
    LOOKING("looking", "looking");

    private final String mode;
    private final String peerState;

    Role(String mode, String peerState) {
        this.mode = mode;
        this.peerState = peerState;
    }

    String mode() {
        return mode;
    }

    String peerState() {
        return peerState;
    }

    /** The leader alone expires sessions, so nobody else knows when they are due. */
    boolean learns() {
        return this == FOLLOWER || this == OBSERVER || this == READ_ONLY;
    }

    boolean hasNoQuorum() {
        return this == READ_ONLY || this == LOOKING;
    }
}
