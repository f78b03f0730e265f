package io.tapio.peer;

/** Who stands at our end of a wire; called on the loop's thread. */
interface WireEnd {
    /** A word came. */
    void word(Word word);

    /** Bytes came, though no word is whole yet. */
    default void received() {}

    /** The other side has taken some of what was put. */
    default void taken() {}

    /** The wire is gone, for this reason; called once, unless it was we who closed it. */
    void ended(String reason);
}
