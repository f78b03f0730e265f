package io.tapio.testkit;

/** What a member is at the moment. */
public enum Role {
    /** Leads, and serves clients; a server on its own always does. */
    LEADER,
    FOLLOWER,
    OBSERVER,
    /** Has no leader, and serves only clients that asked to read and no more. */
    READ_ONLY,
    /** Has no leader, and serves nobody. */
    LOOKING,
    /** Its threads are held. */
    PAUSED,
    /** Was killed or stopped, or had to give up. */
    DOWN
}
