package io.tapio.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads {@code group.N} and {@code weight.N}. With any of them a quorum is more than half of the
 * weight in more than half of the groups, and each voter has to be in one group.
 */
final class QuorumGroups {
    private static final int USUAL_WEIGHT = 1;

    private final Answers lines;
    private final Map<Integer, Listed> members = new TreeMap<>();
    private final Findings findings;

    QuorumGroups(Answers lines, List<Listed> members, Findings findings) {
        this.lines = lines;
        this.findings = findings;
        members.forEach(member -> this.members.put(member.id(), member));
    }

    /** Empty when a majority decides. */
    Map<Integer, List<Integer>> groups() {
        var groups = new TreeMap<Integer, List<Integer>>();
        var groupOf = new HashMap<Integer, Given>();
        for (var given : lines.family("group.")) {
            number(given, "group.").ifPresent(group -> groups.put(group, voters(given, groupOf)));
        }
        if (!isHierarchical()) return groups;
        for (var member : members.values()) {
            if (!member.line().votes() || groupOf.containsKey(member.id())) continue;
            findings.problem(
                    "%s votes, but is in no group; add it to one, for example group.1=%d"
                            .formatted(member.label(), member.id()));
        }
        return groups;
    }

    /** Of each voter, when there are groups. */
    Map<Integer, Integer> weights() {
        if (!isHierarchical()) return Map.of();

        var weights = new TreeMap<Integer, Integer>();
        members.values().stream()
                .filter(member -> member.line().votes())
                .forEach(voter -> weights.put(voter.id(), USUAL_WEIGHT));
        for (var given : lines.family("weight.")) {
            number(given, "weight.").ifPresent(id -> weigh(given, id, weights));
        }
        if (weights.values().stream().allMatch(weight -> weight == 0)) {
            findings.problem("every voter has weight 0; give those that may lead a weight of 1");
        }
        return weights;
    }

    private boolean isHierarchical() {
        return !lines.family("group.").isEmpty() || !lines.family("weight.").isEmpty();
    }

    private void weigh(Given given, int id, Map<Integer, Integer> weights) {
        if (weights.containsKey(id)) {
            weights.put(id, Integer.parseInt(given.value()));
        } else {
            findings.warn(given.label() + " has no effect: there is no voter server." + id);
        }
    }

    private List<Integer> voters(Given given, Map<Integer, Given> groupOf) {
        var voters = new ArrayList<Integer>();
        for (var part : given.value().split(":", -1)) {
            if (!part.strip().matches("[0-9]{1,3}")) {
                findings.problem(
                        "%s is not a list of servers; write for example %s=1:2:3"
                                .formatted(given.said(), given.key()));
                return List.of();
            }
            int id = Integer.parseInt(part.strip());
            var other = groupOf.putIfAbsent(id, given);
            if (other != null) {
                findings.problem(
                        "%s names server %d, which %s names already; a voter is in one group"
                                .formatted(given.said(), id, other.mention()));
            } else if (!isVoter(id)) {
                findings.problem(
                        "%s names server %d, which does not vote".formatted(given.said(), id));
            }
            voters.add(id);
        }
        return voters;
    }

    private boolean isVoter(int id) {
        var member = members.get(id);
        return member != null && member.line().votes();
    }

    private Optional<Integer> number(Given given, String prefix) {
        var text = given.key().substring(prefix.length());
        if (text.matches("[0-9]{1,9}")) return Optional.of(Integer.parseInt(text));
        findings.problem(
                given.label() + " needs a number after the dot, for example " + prefix + "1");
        return Optional.empty();
    }
}
