package io.tapio.testkit.explore;

/** What may happen to one member; members go by number here, from 0, and words by theirs. */
sealed interface Input {
    /** Reads its disk and begins. */
    record Start() implements Input {}

    /** Dies; of what was not flushed, the first {@code survive} writes are on disk all the same. */
    record Crash(int survive) implements Input {}

    /** Dies, and its disk is gone. */
    record Wipe() implements Input {}

    /** The next write is on disk, and the machine hears of it. */
    record Flush() implements Input {}

    /** Time passes until that shows. */
    record Ticks() implements Input {}

    record Received(int from, int word) implements Input {}

    record LinkUp(int peer) implements Input {}

    record LinkDown(int peer) implements Input {}

    record Propose(int write) implements Input {}

    record HandOver() implements Input {}

    /** A number that no other input has. */
    default int code() {
        return switch (this) {
            case Start() -> 0;
            case Wipe() -> 1;
            case Flush() -> 2;
            case Ticks() -> 3;
            case HandOver() -> 4;
            case Crash(int survive) -> 5 + 8 * survive;
            case LinkUp(int peer) -> 6 + 8 * (2 * peer);
            case LinkDown(int peer) -> 6 + 8 * (2 * peer + 1);
            case Propose(int write) -> 6 + 8 * (2 * Members.COUNT + write);
            case Received(int from, int word) -> 7 + 8 * (from + Members.COUNT * word);
        };
    }
}
