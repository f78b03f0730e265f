package io.tapio.torture.host;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Members on the loopback address that reach one another only through cables: a proxy for every way
 * from one to another, each of which can be cut.
 */
public final class Cables implements Partition {

    private record Way(int from, int to) {}

    private record Pair(Cable quorum, Cable election) {
        List<Cable> both() {
            return List.of(quorum, election);
        }
    }

    private final Loopback loopback = new Loopback();
    private final Map<Way, Pair> ways = new ConcurrentHashMap<>();

    @Override
    public InetSocketAddress clientAddress(int member) {
        return loopback.clientAddress(member);
    }

    @Override
    public String peerAddress(int member, int other) {
        if (member == other) return loopback.peerAddress(member, other);
        var pair = ways.computeIfAbsent(new Way(member, other), this::lay);
        return "127.0.0.1:%d:%d".formatted(pair.quorum.port(), pair.election.port());
    }

    private Pair lay(Way way) {
        var seat = loopback.seat(way.to);
        return new Pair(Cable.to(seat.quorum()), Cable.to(seat.election()));
    }

    /** Nothing that {@code from} dials reaches {@code to}; what the other dials does. */
    @Override
    public void cut(int from, int to) {
        ways.forEach(
                (way, pair) -> {
                    if (way.equals(new Way(from, to))) pair.both().forEach(Cable::cut);
                });
    }

    @Override
    public void isolate(Collection<Integer> some) {
        ways.forEach(
                (way, pair) -> {
                    if (some.contains(way.from) != some.contains(way.to))
                        pair.both().forEach(Cable::cut);
                });
    }

    @Override
    public void heal() {
        ways.values().forEach(pair -> pair.both().forEach(Cable::mend));
    }

    @Override
    public void close() {
        ways.values().forEach(pair -> pair.both().forEach(Cable::close));
        loopback.close();
    }

    @Override
    public String toString() {
        return "proxies between the members";
    }
}
