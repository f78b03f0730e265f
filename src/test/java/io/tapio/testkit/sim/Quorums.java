package io.tapio.testkit.sim;

import io.tapio.model.ServerId;
import io.tapio.zab.Both;
import io.tapio.zab.Majority;
import io.tapio.zab.Quorum;
import io.tapio.zab.WeightedGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What makes a quorum of some voters: mostly the majority, sometimes groups, or two at once. */
final class Quorums {
    private Quorums() {}

    static Quorum of(Set<ServerId> voters, RandomGenerator random) {
        if (voters.size() < 3) return new Majority(voters);

        return switch (random.nextInt(6)) {
            case 0 -> groups(voters, random);
            case 1 -> new Both(new Majority(voters), groups(voters, random));
            case 2 -> new Both(new Majority(without(voters)), new Majority(voters));
            default -> new Majority(voters);
        };
    }

    private static Set<ServerId> without(Set<ServerId> voters) {
        var fewer = new HashSet<>(voters);
        fewer.remove(voters.stream().sorted().findFirst().orElseThrow());
        return fewer;
    }

    /** One voter in four weighs nothing, one in four twice as much. */
    private static Quorum groups(Set<ServerId> voters, RandomGenerator random) {
        int count = 1 + random.nextInt(3);
        List<Set<ServerId>> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(new HashSet<>());
        }
        Map<ServerId, Integer> weights = new HashMap<>();
        for (ServerId voter : voters.stream().sorted().toList()) {
            groups.get(voter.value() % count).add(voter);
            int dice = random.nextInt(4);
            weights.put(voter, dice == 0 ? 0 : dice == 1 ? 2 : 1);
        }
        if (weights.values().stream().allMatch(weight -> weight == 0)) return new Majority(voters);

        return new WeightedGroups(groups, weights);
    }
}
