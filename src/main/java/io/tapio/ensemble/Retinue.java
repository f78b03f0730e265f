package io.tapio.ensemble;

import java.util.Collection;

/**
 * Those who follow a leader at one moment, counted.
 *
 * @param connected followers and observers, whatever they have already
 * @param syncedFollowers that have our history, and serve
 */
public record Retinue(int connected, int syncedFollowers, int syncedObservers) {
    public static final Retinue NONE = new Retinue(0, 0, 0);

    static Retinue of(Collection<Led> learners) {
        int followers = 0;
        int observers = 0;
        for (Led each : learners) {
            if (!each.upToDate) continue;
            if (each.votes) followers++;
            else observers++;
        }
        return new Retinue(learners.size(), followers, observers);
    }
}
