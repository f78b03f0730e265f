package io.tapio.testkit.explore;

import java.util.List;

/** What may happen next in a world, as a number: a kind, one or two members, and a count. */
final class Move {
    /** In the order in which they are tried. */
    enum Kind {
        FLUSH,
        WORD,
        VOTE,
        OPEN,
        FAIL,
        HEAR_DOWN,
        START,
        TICK,
        WRITE,
        CRASH,
        WIPE,
        DROP,
        HAND_OVER
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private Move() {}

    static int of(Kind kind, int member, int other, int count) {
        return kind.ordinal() | member << 4 | other << 6 | count << 8;
    }

    static int of(Kind kind, int member) {
        return of(kind, member, 0, 0);
    }

    static Kind kind(int move) {
        return KINDS.get(move & 15);
    }

    static int member(int move) {
        return move >>> 4 & 3;
    }

    static int other(int move) {
        return move >>> 6 & 3;
    }

    static int count(int move) {
        return move >>> 8;
    }
}
