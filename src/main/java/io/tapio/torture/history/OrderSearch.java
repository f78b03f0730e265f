package io.tapio.torture.history;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of operations on one register in which each happens between its call and its
 * return (Wing and Gong 1993), and never tries what it has tried before (Lowe 2017). Operations
 * without a return may happen late or never.
 */
final class OrderSearch {

    enum Outcome {
        POSSIBLE,
        IMPOSSIBLE,
        UNDECIDED
    }

    /**
     * Which operations have happened, and what the register is then.
     *
     * @param prefix all certain ones before this have happened
     * @param beyond the certain ones behind it that have, too
     * @param uncertain those without a return that have
     */
    private record Spot(int prefix, BitSet beyond, BitSet uncertain, Register register) {

        boolean hasHappened(int certain) {
            return certain < prefix || beyond.get(certain - prefix);
        }

        Spot withCertain(int index, Register next) {
            var set = (BitSet) beyond.clone();
            set.set(index - prefix);
            int run = set.nextClearBit(0);
            return new Spot(
                    prefix + run, set.get(run, Math.max(run, set.length())), uncertain, next);
        }

        Spot withUncertain(int index, Register next) {
            var set = (BitSet) uncertain.clone();
            set.set(index);
            return new Spot(prefix, beyond, set, next);
        }
    }

    private final List<Register.Op> certain;
    private final List<Register.Op> uncertain;
    private final BitSet alike = new BitSet();
    private final Map<String, Integer> seenAt;
    private final int stepsMax;
    private int steps;

    OrderSearch(List<Register.Op> ops, int stepsMax) {
        seenAt = Observed.versions(ops);
        var byCall = Comparator.comparingLong(Register.Op::from);
        certain = ops.stream().filter(Register.Op::isCertain).sorted(byCall).toList();
        uncertain = ops.stream().filter(op -> !op.isCertain()).sorted(byCall).toList();
        for (int i = 0; i < uncertain.size(); i++) {
            if (Observed.isBlindSet(uncertain.get(i), seenAt)) alike.set(i);
        }
        this.stepsMax = stepsMax;
    }

    /**
     * As {@link Register#after}; data that were seen at a version have been written at that one.
     */
    private Optional<Register> after(Register before, Register.Op op) {
        var after = before.after(op);
        if (after.isEmpty() || !after.get().isThere()) return after;
        var next = after.get();
        Integer version = seenAt.get(next.data());
        return version == null || version == next.version() ? after : Optional.empty();
    }

    Outcome outcome() {
        if (certain.isEmpty()) return Outcome.POSSIBLE;
        Set<Spot> tried = new HashSet<>();
        Deque<Ways> open = new ArrayDeque<>();
        open.push(new Ways(new Spot(0, new BitSet(), new BitSet(), Register.ABSENT)));
        while (!open.isEmpty()) {
            if (steps > stepsMax) return Outcome.UNDECIDED;
            var next = open.element().next();
            if (next.isEmpty()) {
                open.pop();
            } else if (next.get().prefix == certain.size()) {
                return Outcome.POSSIBLE;
            } else if (tried.add(next.get())) {
                open.push(new Ways(next.get()));
            }
        }
        return Outcome.IMPOSSIBLE;
    }

    /**
     * What can happen next at one spot: whatever was called before the first return of all that has
     * not happened. What has no return comes last, the youngest first: it is needed rarely, and
     * then soon after its call. Of several that differ in nothing that anybody saw, one is enough.
     */
    private final class Ways {
        private final Spot spot;
        private final long firstReturn;
        private int nextCertain;
        private int nextUncertain = -1;
        private boolean hasTriedOneOfThoseAlike;

        Ways(Spot spot) {
            this.spot = spot;
            this.firstReturn = firstReturn(spot);
            this.nextCertain = spot.prefix;
        }

        Optional<Spot> next() {
            while (nextCertain < certain.size()) {
                steps++;
                int index = nextCertain++;
                var op = certain.get(index);
                if (op.from() > firstReturn) break;
                if (spot.hasHappened(index)) continue;
                var after = after(spot.register, op);
                if (after.isPresent()) return Optional.of(spot.withCertain(index, after.get()));
            }
            nextCertain = certain.size();
            return nextUncertain();
        }

        private Optional<Spot> nextUncertain() {
            if (nextUncertain < 0) nextUncertain = uncertain.size();
            while (nextUncertain > 0) {
                steps++;
                int index = --nextUncertain;
                var op = uncertain.get(index);
                if (op.from() > firstReturn || spot.uncertain.get(index)) continue;
                if (alike.get(index)) {
                    if (hasTriedOneOfThoseAlike) continue;
                    hasTriedOneOfThoseAlike = true;
                }
                var after = after(spot.register, op);
                if (after.isPresent()) return Optional.of(spot.withUncertain(index, after.get()));
            }
            return Optional.empty();
        }
    }

    private long firstReturn(Spot spot) {
        long first = Long.MAX_VALUE;
        for (int i = spot.prefix; i < certain.size(); i++) {
            steps++;
            var op = certain.get(i);
            if (op.from() > first) break;
            if (!spot.hasHappened(i)) first = Math.min(first, op.to());
        }
        return first;
    }
}
