package io.tapio.testkit.sim.full;

import io.tapio.model.ServerId;
import io.tapio.zab.Majority;
import io.tapio.zab.Quorum;
import io.tapio.zab.WeightedGroups;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a seed makes of the world: who is in it, how long it rains, what may fall. Parts of it can
 * be taken away, to find what matters.
 *
 * @param without faults by their number in the order they would come, that do not
 * @param lastFault after so many faults no more come
 */
public record Plan(
        long seed,
        int voters,
        Set<ServerId> observers,
        int clients,
        long rainUs,
        Set<Integer> without,
        int lastFault) {
    private static final long SECOND = 1_000_000;

    /** As the seed has it. */
    public static Plan of(long seed) {
        var random = new Random(seed * 31 + 7);
        int voters = List.of(1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7).get(random.nextInt(12));
        int observers = Math.max(0, random.nextInt(6) - 2);
        var ids = new TreeSet<ServerId>();
        for (int i = 1; i <= observers; i++) ids.add(new ServerId(voters + i));
        return new Plan(
                seed,
                voters,
                ids,
                2 + random.nextInt(4),
                (16 + random.nextInt(24)) * SECOND,
                Set.of(),
                Integer.MAX_VALUE);
    }

    /** With fewer faults. */
    public Plan without(Set<Integer> fewer, int last) {
        return with(fewer, last);
    }

    /** With faults for so long. */
    public Plan raining(int seconds) {
        return new Plan(seed, voters, observers, clients, seconds * SECOND, without, lastFault);
    }

    Plan with(Set<Integer> fewer, int last) {
        return new Plan(
                seed, voters, observers, clients, rainUs, Set.copyOf(new TreeSet<>(fewer)), last);
    }

    long healBoundUs() {
        return 60 * SECOND;
    }

    /** Mostly the majority; its voters in a fixed order, whatever the sets of this JVM do. */
    public Quorum quorum() {
        var random = new Random(seed * 17 + 3);
        Set<ServerId> ids = ids();
        if (voters < 3 || random.nextInt(5) > 0) return new Ordered(new Majority(ids), ids);

        return new Ordered(groups(ids, random), ids);
    }

    private Set<ServerId> ids() {
        var ids = new TreeSet<ServerId>();
        for (int id = 1; id <= voters; id++) ids.add(new ServerId(id));
        return ids;
    }

    /** One voter weighs more, one perhaps nothing. */
    private Quorum groups(Set<ServerId> ids, Random random) {
        Map<ServerId, Integer> weights = new HashMap<>();
        for (ServerId id : ids) {
            int dice = random.nextInt(6);
            weights.put(id, dice == 0 ? 0 : dice == 1 ? 2 : 1);
        }
        boolean enough = weights.values().stream().filter(each -> each > 0).count() >= 2;
        return enough ? new WeightedGroups(List.of(ids), weights) : new Majority(ids);
    }

    /** A quorum whose voters come in order. */
    public record Ordered(Quorum inner, Set<ServerId> voters) implements Quorum {
        @Override
        public boolean isReachedBy(Set<ServerId> supporters) {
            return inner.isReachedBy(supporters);
        }

        @Override
        public boolean mayLead(ServerId member) {
            return inner.mayLead(member);
        }

        @Override
        public io.tapio.model.Zxid agreed(Map<ServerId, io.tapio.model.Zxid> logged) {
            return inner.agreed(logged);
        }
    }

    /** The command that shows it again. */
    public String replay() {
        var command = new StringBuilder("tools/simulate --seed " + seed);
        if (rainUs != of(seed).rainUs) command.append(" --rain ").append(rainUs / SECOND);
        if (!without.isEmpty()) {
            var sorted = without.stream().sorted().map(String::valueOf).toList();
            command.append(" --without ").append(String.join(",", sorted));
        }
        if (lastFault != Integer.MAX_VALUE) command.append(" --lastFault ").append(lastFault);
        return command.toString();
    }

    @Override
    public String toString() {
        return "seed %d (%d voters, %d observers, %d clients, %d s)"
                .formatted(seed, voters, observers.size(), clients, rainUs / SECOND);
    }
}
