package io.tapio.peer;

/**
 * One end of a link with one other member, whatever carries it: words in order, or none at all.
 *
 * <p>What comes goes to a {@link WireEnd}. An established line shows signs of life, and is given up
 * when none comes.
 */
interface Line {
    /** How a line that others began comes to its end here. */
    interface Opening {
        Line open(WireEnd end);
    }

    /** Both ends have greeted: from now on long words may come, and {@code end} hears them. */
    void establish(LinkKind kind, WireEnd end);

    void put(Frame frame);

    void put(Word word);

    /** What was put and has not been taken by the other side. */
    long waitingBytes();

    /** Whether we read no more for a while; the other side is told. */
    void deaf(boolean now);

    /** Says why, behind all that was put before, and closes; our end hears no more. */
    void leave(String reason);

    /** Closes at once and without a word; our end hears no more. */
    void close();

    /** Where the other side is. */
    String host();
}
