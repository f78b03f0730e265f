package io.tapio.testkit.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Goes every way from where a history begins, breadth first, and to each world once. So the first
 * breach that is found is one of the shortest.
 */
public final class Explorer {
    private static final int MOVES_MAX = 256;
    private static final int PROLOGUE_MAX = 1_000;
    private static final int NONE = -1;

    private final Bounds bounds;
    private final Universe universe;
    private final Fingerprints seen = new Fingerprints();
    private final Frontier frontier = new Frontier(Universe.SIZE);
    private int[] parents = new int[1 << 16];
    private short[] moves = new short[1 << 16];
    private int found; // worlds so far, numbered from 0
    private long made;
    private long beyond;
    private int depth;
    private int epochs;
    private int committed;
    private long healed;

    public Explorer(Bounds bounds, Flaw flaw) {
        this.bounds = bounds;
        this.universe = new Universe(bounds, flaw);
    }

    /** Goes on until all was seen, something is wrong, or it has taken long or come to many. */
    public Report explore(Duration limit, int worldsMax) {
        long began = System.nanoTime();
        Optional<String> breach = Optional.empty();
        int[] start;
        try {
            start = beginning();
        } catch (Breach | IllegalStateException wrong) {
            return report(false, 0, Optional.of(wrong.getMessage() + ", when nothing is amiss"));
        }
        note(start, NONE, 0);
        int from = 0;
        int levelEnds = 1;
        int[] world = new int[Universe.SIZE];
        while (!frontier.isEmpty() && breach.isEmpty() && found < worldsMax) {
            if (from == levelEnds) {
                depth++;
                levelEnds = found;
            }
            if ((from & 0xfff) == 0 && System.nanoTime() - began > limit.toNanos()) break;
            frontier.next(world);
            breach = goOnFrom(world, from++, start);
        }
        boolean exhausted = frontier.isEmpty() && breach.isEmpty();
        return report(exhausted, (System.nanoTime() - began) / 1_000_000, breach);
    }

    private Report report(boolean exhausted, long millis, Optional<String> breach) {
        return new Report(
                found,
                made,
                beyond,
                depth,
                exhausted,
                millis,
                universe.members.stateCount(),
                universe.members.runCount(),
                epochs,
                committed,
                healed,
                breach);
    }

    private Optional<String> goOnFrom(int[] world, int number, int[] start) {
        int[] possible = new int[MOVES_MAX];
        int count = universe.moves(world, possible);
        int favourite = nextInOrder(world, possible, count).orElse(NONE);
        int[] next = new int[Universe.SIZE];
        for (int i = 0; i < count; i++) {
            if (!universe.isAllowed(world, possible[i], favourite)) continue;
            System.arraycopy(world, 0, next, 0, next.length);
            try {
                universe.make(next, possible[i], favourite);
            } catch (Breach | IllegalStateException wrong) {
                return Optional.of(story(start, number, possible[i], wrong));
            }
            made++;
            if (universe.isBeyond(next)) beyond++;
            else note(next, number, possible[i]);
        }
        return Optional.empty();
    }

    private void note(int[] world, int parent, int move) {
        if (!seen.add(world)) return;

        frontier.add(world);
        if (found == parents.length) {
            parents = Arrays.copyOf(parents, found * 2);
            moves = Arrays.copyOf(moves, found * 2);
        }
        parents[found] = parent;
        moves[found++] = (short) move;
        Ghost ghost = universe.ghost(world);
        epochs = Math.max(epochs, ghost.newestEpoch());
        committed = Math.max(committed, ghost.committed().size());
        if (universe.isHealed(world)) healed++;
    }

    /** Where a history begins: with nothing, or with what comes of that if nothing is amiss. */
    private int[] beginning() {
        int[] world = universe.unborn();
        if (bounds.beginning() == Bounds.Beginning.NEW) return world;

        int budget = world[Universe.SIZE - 1];
        rest(world);
        if (bounds.beginning() == Bounds.Beginning.WITH_A_WRITE) {
            universe.proposeFirst(world);
            rest(world);
        }
        world[Universe.SIZE - 1] = budget;
        return world;
    }

    /** Lets happen what is next until nothing is. */
    private void rest(int[] world) {
        int[] possible = new int[MOVES_MAX];
        for (int i = 0; i < PROLOGUE_MAX; i++) {
            int count = universe.moves(world, possible);
            var next = nextInOrder(world, possible, count).or(() -> start(possible, count));
            if (next.isEmpty()) return;

            universe.make(world, next.get(), next.get());
        }
        throw new Breach("it does not come to rest");
    }

    /** What is next if nothing is amiss. */
    private Optional<Integer> nextInOrder(int[] world, int[] possible, int count) {
        int first = NONE;
        for (int i = 0; i < count; i++) {
            boolean earlier = first == NONE || (possible[i] & 15) < (first & 15);
            if (earlier && universe.isInOrder(world, possible[i])) first = possible[i];
        }
        return first == NONE ? Optional.empty() : Optional.of(first);
    }

    private static Optional<Integer> start(int[] possible, int count) {
        return Arrays.stream(possible, 0, count)
                .filter(each -> Move.kind(each) == Move.Kind.START)
                .boxed()
                .findFirst();
    }

    private String story(int[] start, int from, int last, Throwable wrong) {
        var path = new ArrayList<Integer>();
        for (int at = from; at > 0; at = parents[at]) {
            path.add((int) moves[at]);
        }
        List<Integer> inOrder = new ArrayList<>(path.reversed());
        var lines = new ArrayList<String>();
        lines.add(wrong.getMessage() + ", after " + (inOrder.size() + 1) + " moves:");
        int[] world = start.clone();
        lines.addAll(universe.describe(world));
        for (int each : inOrder) {
            lines.add(universe.describe(world, each));
            universe.make(world, each, NONE);
        }
        lines.addAll(universe.describe(world));
        lines.add(universe.describe(world, last) + " <- " + wrong.getMessage());
        return String.join("\n", lines);
    }
}
