package io.tapio.zab;

import io.tapio.model.Invariant;

/**
 * The patience of the protocol in ticks, and the length of an epoch.
 *
 * @param finalizeTicks how long an election that has a quorum waits for a better vote
 * @param resendTicks how often a looking member repeats its vote
 * @param pingTicks how often a leader pings
 * @param initLimitTicks how long discovery and synchronisation may take or be silent
 * @param syncLimitTicks how long leader and follower may be silent to each other
 * @param lastCounter an unsigned number: the run that reaches it is the last of its epoch. An epoch
 *     ends well before its counter does (2^32 entries, half a day at full speed): what is left is
 *     room for that run.
 */
public record ZabSettings(
        int finalizeTicks,
        int resendTicks,
        int pingTicks,
        int initLimitTicks,
        int syncLimitTicks,
        int lastCounter) {
    public static final ZabSettings DEFAULT = new ZabSettings(2, 2, 5, 100, 50, 0xfff0_0000);

    public ZabSettings {
        Invariant.holds(finalizeTicks > 0, "an election waits at least a tick");
        Invariant.holds(resendTicks > 0, "votes are repeated");
        Invariant.holds(pingTicks > 0, "a leader pings");
        Invariant.holds(syncLimitTicks > 2 * pingTicks, "one lost ping is not the end");
        Invariant.holds(initLimitTicks >= syncLimitTicks, "beginning takes longer than going on");
    }

    /** After how many ticks without a word a vote is forgotten. */
    public int forgetTicks() {
        return 4 * resendTicks;
    }
}
