package io.tapio.testkit.explore;

/**
 * The links of a world, which is an array of numbers: for each pair of members whether each end has
 * the link and whether it is broken, and the words on their way in each direction.
 *
 * <p>Words keep their order, and go on to an end that has not heard yet that the link is broken.
 */
final class Wires {
    static final int SIZE = 9;
    private static final int BROKEN = 4;

    private final Queues queues;
    private final int base;

    /** The links are in a world's numbers from {@code base} on. */
    Wires(Queues queues, int base) {
        this.queues = queues;
        this.base = base;
    }

    private int at(int a, int b) {
        return base + 3 * (a + b - 1); // 0-1, 0-2, 1-2
    }

    private static int end(int of, int other) {
        return of < other ? 1 : 2;
    }

    private int queue(int from, int to) {
        return at(from, to) + (from < to ? 1 : 2);
    }

    boolean has(int[] world, int member, int peer) {
        return (world[at(member, peer)] & end(member, peer)) != 0;
    }

    private boolean isBroken(int[] world, int a, int b) {
        return (world[at(a, b)] & BROKEN) != 0;
    }

    /** Whether this end is to hear that the link is broken. */
    boolean isToHear(int[] world, int member, int peer) {
        return has(world, member, peer) && isBroken(world, member, peer);
    }

    boolean isWhole(int[] world, int a, int b) {
        return world[at(a, b)] == 3;
    }

    boolean hasWord(int[] world, int from, int to) {
        return world[queue(from, to)] != Queues.EMPTY && has(world, to, from);
    }

    int nextWord(int[] world, int from, int to) {
        int queue = world[queue(from, to)];
        world[queue(from, to)] = queues.tail(queue);
        return queues.head(queue);
    }

    void send(int[] world, int from, int to, int word) {
        if (!has(world, from, to) || isBroken(world, from, to)) return;

        world[queue(from, to)] = queues.append(world[queue(from, to)], word);
    }

    void open(int[] world, int a, int b) {
        clear(world, a, b);
        world[at(a, b)] = 3;
    }

    private void clear(int[] world, int a, int b) {
        world[at(a, b)] = 0;
        world[queue(a, b)] = Queues.EMPTY;
        world[queue(b, a)] = Queues.EMPTY;
    }

    /** This end has the link no more; the other hears of it when it will. */
    void hangUp(int[] world, int member, int peer) {
        if (!has(world, member, peer)) return;

        int rest = world[at(member, peer)] & ~end(member, peer) & 3;
        if (rest == 0) {
            clear(world, member, peer);
            return;
        }
        world[at(member, peer)] = rest | BROKEN;
        world[queue(peer, member)] = Queues.EMPTY;
    }

    /** The link breaks by itself, and what is on its way is lost. */
    void drop(int[] world, int a, int b) {
        world[at(a, b)] |= BROKEN;
        world[queue(a, b)] = Queues.EMPTY;
        world[queue(b, a)] = Queues.EMPTY;
    }
}
