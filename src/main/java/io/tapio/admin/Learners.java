package io.tapio.admin;

/**
 * Those who follow a leader, counted.
 *
 * @param connected followers and observers, whatever they have already
 * @param syncedFollowers that have what the leader had when they came
 * @param pendingSyncs requests for {@code sync} that wait for an answer
 */
public record Learners(int connected, int syncedFollowers, int syncedObservers, int pendingSyncs) {
    static final Learners NONE = new Learners(0, 0, 0, 0);
}
