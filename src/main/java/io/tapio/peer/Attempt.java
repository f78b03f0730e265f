package io.tapio.peer;

/**
 * Tries to open a line to a member, for a {@link Dial}, which it tells once whether the line is
 * open or cannot be had.
 */
interface Attempt {
    void begin();

    /** The dial wants no line any more, unless it has one. */
    void cancel();
}
