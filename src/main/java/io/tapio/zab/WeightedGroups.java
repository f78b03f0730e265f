package io.tapio.zab;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hierarchical quorum: more than half of the weight in each of more than half of the groups.
 * Groups that have no weight at all do not count as groups; a voter that is not named weighs 1.
 */
public record WeightedGroups(List<Set<ServerId>> groups, Map<ServerId, Integer> weights)
        implements Quorum {

    public WeightedGroups {
        groups = groups.stream().map(Set::copyOf).toList();
        weights = Map.copyOf(weights);
        for (int weight : weights.values()) {
            Invariant.holds(weight >= 0, "no weight is negative");
        }
        var seen = new HashSet<ServerId>();
        boolean weighty = false;
        for (Set<ServerId> group : groups) {
            for (ServerId voter : group) {
                Invariant.holds(seen.add(voter), "a voter has one group");
                weighty |= weights.getOrDefault(voter, 1) > 0;
            }
        }
        Invariant.holds(weighty, "somebody has weight");
    }

    private int weightOf(ServerId voter) {
        return weights.getOrDefault(voter, 1);
    }

    private int weightOf(Set<ServerId> voters) {
        return voters.stream().mapToInt(this::weightOf).sum();
    }

    @Override
    public Set<ServerId> voters() {
        return groups.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean mayLead(ServerId member) {
        return voters().contains(member) && weightOf(member) > 0;
    }

    @Override
    public boolean isReachedBy(Set<ServerId> supporters) {
        int counting = 0;
        int won = 0;
        for (Set<ServerId> group : groups) {
            int whole = weightOf(group);
            if (whole == 0) continue;

            counting++;
            var present = group.stream().filter(supporters::contains).collect(Collectors.toSet());
            if (2 * weightOf(present) > whole) won++;
        }
        return 2 * won > counting;
    }
}
