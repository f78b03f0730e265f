package io.tapio.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The ensemble that this server is a member of.
 *
 * @param self the number of this server, one of those in {@code servers}
 * @param servers all members, by their numbers
 * @param initLimit ticks that finding and joining a leader may take
 * @param syncLimit ticks that leader and follower may be silent to each other
 * @param groupsByNumber the voters of each group; none: a majority of all voters decides
 * @param weights of all voters when there are groups, else empty
 * @param links how members reach each other
 * @param serving how members serve their clients
 */
public record Ensemble(
        int self,
        List<ServerLine> servers,
        int initLimit,
        int syncLimit,
        Map<Integer, List<Integer>> groupsByNumber,
        Map<Integer, Integer> weights,
        Links links,
        Serving serving) {

    /**
     * How members reach each other.
     *
     * @param onAllAddresses whether others are awaited on every address of this machine
     * @param dialMs how long a member that does not answer is waited for
     */
    public record Links(boolean onAllAddresses, int dialMs, PeerWay way) {}

    /**
     * How members serve their clients.
     *
     * @param readOnlyMode clients that ask for it may read while there is no quorum
     * @param byLeader whether the leader has clients of its own
     */
    public record Serving(
            boolean localSessions,
            boolean localSessionsUpgrading,
            boolean readOnlyMode,
            boolean byLeader) {}

    public Ensemble {
        servers = List.copyOf(servers);
        groupsByNumber = Map.copyOf(groupsByNumber);
        weights = Map.copyOf(weights);
    }

    /** The line of this server. */
    public ServerLine own() {
        return servers.stream().filter(line -> line.id() == self).findFirst().orElseThrow();
    }

    public List<ServerLine> voters() {
        return servers.stream().filter(ServerLine::votes).toList();
    }

    /** The voters of each group, by the number of the group; none: a majority decides. */
    public List<List<Integer>> groups() {
        return List.copyOf(new TreeMap<>(groupsByNumber).values());
    }

    public boolean listensOnAllAddresses() {
        return links.onAllAddresses();
    }

    public boolean localSessions() {
        return serving.localSessions();
    }

    public boolean localSessionsUpgrading() {
        return serving.localSessionsUpgrading();
    }

    public boolean readOnlyMode() {
        return serving.readOnlyMode();
    }

    /**
     * The membership as {@code /zookeeper/config} and {@code conf} hold it: a line for each member,
     * then for each group and weight, then the version, without a last line end.
     */
    public String text(long version) {
        var text = new StringBuilder();
        servers.forEach(line -> text.append(line.text()).append('\n'));
        new TreeMap<>(groupsByNumber)
                .forEach(
                        (number, group) ->
                                text.append("group." + number + "=" + joined(group) + "\n"));
        new TreeMap<>(weights)
                .forEach((id, weight) -> text.append("weight." + id + "=" + weight + "\n"));
        return text.append("version=").append(Long.toHexString(version)).toString();
    }

    private static String joined(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(":"));
    }
}
