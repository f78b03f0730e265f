package io.tapio.testkit.explore;

/**
 * How much may happen in one history.
 *
 * @param beginning where it begins
 * @param crashes with those that lose a disk
 * @param wipes lost disks, none before all three are proven
 * @param drops links that break though both ends live, or cannot be opened
 * @param ticks waits of a member until something comes of it
 * @param writes of clients
 * @param handOvers times that a leader is asked to go
 * @param surprises how often something may happen that is not what the default order has next;
 *     {@link #ANY} for all orders. Writes and faults may come at any time anyhow, and so may the
 *     word that a link is down; a tick or a start when nothing else is to come
 * @param epochs no later epoch than this is promised: where one would be, a history ends
 */
public record Bounds(
        Beginning beginning,
        int crashes,
        int wipes,
        int drops,
        int ticks,
        int writes,
        int handOvers,
        int surprises,
        int epochs) {
    /** So many surprises that they need not be counted. */
    public static final int ANY = 15;

    /** Where histories begin. */
    public enum Beginning {
        /** Three members that never ran. */
        NEW,
        /** Three in step under a leader of epoch 1, with nothing written. */
        IN_STEP,
        /** As before, and one write is committed. */
        WITH_A_WRITE
    }

    /** What there is only so much of. */
    enum Kind {
        CRASH,
        WIPE,
        DROP,
        TICK,
        WRITE,
        HAND_OVER,
        SURPRISE
    }

    int of(Kind kind) {
        return switch (kind) {
            case CRASH -> crashes;
            case WIPE -> wipes;
            case DROP -> drops;
            case TICK -> ticks;
            case WRITE -> writes;
            case HAND_OVER -> handOvers;
            case SURPRISE -> surprises;
        };
    }
}
