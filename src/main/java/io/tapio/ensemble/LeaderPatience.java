package io.tapio.ensemble;

import io.tapio.zab.ZabSettings;
import java.util.Optional;

/** How long a leader waits: for those who follow it, and for enough of them. */
final class LeaderPatience {
    private static final int GREETING_TICKS_MAX = 60; // who trusts us knocks at once
    private static final int LEARNING_LIMITS = 30; // for the longest of histories
    private static final int ALONE_TICKS_MAX = 4; // those who were cut off may be back at once

    private final ZabSettings settings;
    private int ticks;
    private int idleTicks; // since anybody came nearer to our history
    private int aloneTicks; // without a quorum

    LeaderPatience(ZabSettings settings) {
        this.settings = settings;
    }

    void tick() {
        ticks++;
        idleTicks++;
    }

    /** Somebody has come nearer to our history: whoever has most to learn may take long. */
    void onProgress() {
        idleTicks = 0;
    }

    /** Another tick of a learner; the answer is why it must go, if it must. */
    Optional<String> tick(Led learner) {
        learner.silentTicks++;
        if (learner.isBehind()) learner.stalledTicks++;
        if (learner.isWaiting()) learner.unreadyTicks++;
        if (learner.stalledTicks > settings.syncLimitTicks()) {
            return Optional.of("its disk does not keep up");
        }
        if (learner.unreadyTicks > settings.initLimitTicks()) {
            return Optional.of("our state is not ready to be sent");
        }
        int limit = learner.upToDate ? settings.syncLimitTicks() : settings.initLimitTicks();
        return learner.silentTicks > limit ? Optional.of("it is silent") : Optional.empty();
    }

    /**
     * Whether those who should be led have had their time. A promise may have been given to another
     * one, so it does not count twice: only a new epoch helps then.
     *
     * @param greeted whether a quorum has come
     * @param promised whether a quorum has our epoch on disk, and learns our history
     */
    boolean endsBeforeQuorum(boolean greeted, boolean promised) {
        int limit = settings.initLimitTicks();
        if (!greeted) return ticks > Math.min(GREETING_TICKS_MAX, limit);
        if (!promised) return ticks > limit;

        return idleTicks > limit || ticks > LEARNING_LIMITS * limit;
    }

    /** Whether a leader that serves has been without a quorum for too long. */
    boolean endsAlone(boolean hasQuorum) {
        aloneTicks = hasQuorum ? 0 : aloneTicks + 1;
        return aloneTicks > ALONE_TICKS_MAX;
    }
}
