package io.tapio.config;

import java.util.List;
import java.util.Map;

/**
 * The ensemble that this server is a member of.
 *
 * @param self the number of this server, one of those in {@code servers}
 * @param servers all members, by their numbers
 * @param initLimit ticks that finding and joining a leader may take
 * @param syncLimit ticks that leader and follower may be silent to each other
 * @param groups the voters of each group; none: a majority of all voters decides
 * @param weights of voters with groups; who is not named weighs 1
 */
public record Ensemble(
        int self,
        List<ServerLine> servers,
        int initLimit,
        int syncLimit,
        List<List<Integer>> groups,
        Map<Integer, Integer> weights,
        boolean listensOnAllAddresses,
        boolean localSessions,
        boolean localSessionsUpgrading,
        boolean readOnlyMode) {

    public Ensemble {
        servers = List.copyOf(servers);
        groups = groups.stream().map(List::copyOf).toList();
        weights = Map.copyOf(weights);
    }

    /** The line of this server. */
    public ServerLine own() {
        return servers.stream().filter(line -> line.id() == self).findFirst().orElseThrow();
    }
}
