package io.tapio.faults;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.TapioEnsemble;
import io.tapio.testkit.TapioServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A client with a session and one ephemeral znode, which loses its server and comes back. */
final class Guest implements AutoCloseable {
    private static final int EPHEMERAL = 1;

    /** How an attempt to come back ended. */
    enum Welcome {
        TAKEN_BACK,
        TURNED_AWAY,
        EXPIRED
    }

    private final String znode;
    private final int timeoutMs;
    private RawClient client;

    private Guest(RawClient client, String znode, int timeoutMs) {
        this.client = client;
        this.znode = znode;
        this.timeoutMs = timeoutMs;
    }

    static InetSocketAddress at(TapioEnsemble all, int member) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), all.port(member));
    }

    static InetSocketAddress at(TapioServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    static Guest of(InetSocketAddress server, String znode, int timeoutMs) {
        var client = RawClient.connect(server, Handshake.Request.fresh().withTimeoutMs(timeoutMs));
        var guest = new Guest(client, znode, timeoutMs);
        var made = client.call(RawRequest.create(znode, Octets.EMPTY, RawAcl.OPEN, EPHEMERAL));
        if (!made.ok()) throw new AssertionError("no znode: " + made);
        return guest;
    }

    RawClient client() {
        return client;
    }

    /** Asks one server to take the session back. */
    Welcome tries(InetSocketAddress server, Duration patience) {
        client.close();
        try {
            var next = RawClient.open(server, patience);
            var handshake =
                    Handshake.Request.reattach(client.sessionId(), client.password())
                            .withTimeoutMs(timeoutMs)
                            .withLastZxidSeen(client.lastZxid());
            Optional<Handshake.Response> response = next.shakeHands(handshake);
            boolean accepted = response.map(Handshake.Response::accepted).orElse(false);
            if (accepted) client = next;
            else next.close();
            if (accepted) return Welcome.TAKEN_BACK;

            return response.isEmpty() ? Welcome.TURNED_AWAY : Welcome.EXPIRED;
        } catch (UncheckedIOException | RawClient.Silence nobodyThere) {
            return Welcome.TURNED_AWAY;
        }
    }

    /** Goes from server to server until one answers for the session, or the time is over. */
    Welcome comesBack(List<InetSocketAddress> servers, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        var welcome = Welcome.TURNED_AWAY;
        for (int i = 0; welcome == Welcome.TURNED_AWAY && System.nanoTime() < end; i++) {
            welcome = tries(servers.get(i % servers.size()), Duration.ofSeconds(5));
        }
        return welcome;
    }

    /** Whether its ephemeral znode is there, and still its own. */
    boolean isStillAtHome() {
        client.sync("/");
        var znode = client.exists(this.znode);
        return znode.ok() && znode.stat().ephemeralOwner() == client.sessionId();
    }

    @Override
    public void close() {
        client.close();
    }
}
