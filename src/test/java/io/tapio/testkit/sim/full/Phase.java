package io.tapio.testkit.sim.full;

/** What a member is doing when something happens to it. */
public enum Phase {
    RECOVERING,
    LOOKING,
    FOLLOWING,
    OBSERVING,
    LEADING
}
