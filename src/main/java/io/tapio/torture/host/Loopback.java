package io.tapio.torture.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All members on the loopback address, each with three ports of its own. */
public final class Loopback implements Wiring {

    public record Seat(int client, int quorum, int election) {}

    private final Map<Integer, Seat> seats = new ConcurrentHashMap<>();

    public Seat seat(int member) {
        return seats.computeIfAbsent(
                member, id -> new Seat(Ports.free(), Ports.free(), Ports.free()));
    }

    @Override
    public InetSocketAddress clientAddress(int member) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), seat(member).client);
    }

    @Override
    public String peerAddress(int member, int other) {
        return "127.0.0.1:%d:%d".formatted(seat(other).quorum, seat(other).election);
    }

    @Override
    public void close() {}
}
