package io.tapio.zab;

/** What a member is doing, as it tells the others. */
public enum PeerState {
    LOOKING,
    FOLLOWING,
    LEADING,
    OBSERVING
}
