package io.tapio.cluster;

import io.tapio.model.ServerId;

/** What the members' parts of the cluster say to each other, before they are a cluster too. */
sealed interface Contact extends ClusterDesk.Command {

    /**
     * How do things stand with you?
     *
     * @param askedAtMs by the clock of the one who asks, who alone makes sense of it
     */
    record Question(ServerId from, long askedAtMs) implements Contact {}

    /** So they do; at some moment after the question was asked. */
    record Answer(long askedAtMs, Stand stand) implements Contact {
        ServerId from() {
            return stand.self().id();
        }
    }
}
