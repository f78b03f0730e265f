package io.tapio.testkit.sim.full;

/** What may go wrong. */
public enum Fault {
    CRASH,
    POWER_CUT,
    CRASH_AT_STEP,
    CRASH_SOME,
    CRASH_ALL,
    PARTITION,
    ISOLATE,
    ONE_WAY,
    BRIDGE,
    RING,
    FLAPPING,
    LINK_RESET,
    SLOW_NET,
    PAUSE,
    PAUSE_ALL,
    CLOCK_JUMP,
    SLOW_DISK,
    FULL_DISK,
    FSYNC_FAILS,
    WRITE_FAILS,
    CLIENT_CUT_OFF,
    CLIENT_MOVES,
    CLIENT_SLEEPS,
    LOAD_CHANGES,
    WIPE,
    ROLL_BACK,
    WIPE_WHILE_OTHERS_LAG,
    ROLL_BACK_WHILE_OTHERS_LAG,
    ROT
}
