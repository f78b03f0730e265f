package io.tapio.testkit.sim.full;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes a failing seed short: fewer faults, and none behind the one that matters, as long as the
 * same promise is broken.
 */
public final class Shrinker {
    private final Function<Plan, Simulation> worlds;
    private int tries;

    public Shrinker(Function<Plan, Simulation> worlds) {
        this.worlds = worlds;
    }

    /** The shortest plan that was found; the same if nothing can be taken away. */
    public Plan shrink(Plan failing, int triesMax) {
        Simulation first = worlds.apply(failing);
        String promise = failureOf(first);
        if (promise.isEmpty()) return failing;

        int faults = first.weather().number();
        Plan best = endEarly(failing, promise, faults);
        int last = Math.min(faults, best.lastFault());
        for (int size = Math.max(1, last / 2); size >= 1 && tries < triesMax; size /= 2) {
            for (int from = 0; from < last && tries < triesMax; from += size) {
                best = dropped(best, promise, from, Math.min(last, from + size));
            }
        }
        return best;
    }

    /** No fault comes that is later than the last one needed. */
    private Plan endEarly(Plan failing, String promise, int faults) {
        int low = 0; // as few never fail, as far as we know
        int high = faults;
        Plan best = failing;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Plan shorter = failing.with(failing.without(), middle);
            if (fails(shorter, promise)) {
                best = shorter;
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return best;
    }

    private Plan dropped(Plan best, String promise, int from, int to) {
        Set<Integer> without = new TreeSet<>(best.without());
        boolean news = false;
        for (int each = from; each < to; each++) news |= without.add(each);
        if (!news) return best;

        Plan fewer = best.with(without, best.lastFault());
        return fails(fewer, promise) ? fewer : best;
    }

    private boolean fails(Plan plan, String promise) {
        tries++;
        return failureOf(worlds.apply(plan)).equals(promise);
    }

    private static String failureOf(Simulation world) {
        try {
            world.live();
            return "";
        } catch (Failure failure) {
            return failure.promise();
        }
    }
}
