package io.tapio.peer;

/** What a link is for; its dialler says so. */
enum LinkKind {
    /** From a learner to whom it takes for the leader; speaks in both directions. */
    LEARNER,

    /** For the notifications of the one who dialled. */
    VOTES
}
