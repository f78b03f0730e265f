package io.tapio.peer;

import io.tapio.model.ServerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who and where the members are, and the bounds of what passes between them.
 *
 * @param members all of the ensemble, ourselves included; names are resolved at each dial
 * @param listen where we wait for the others
 */
public record PeerSettings(
        ServerId self,
        Map<ServerId, Endpoint> members,
        List<InetSocketAddress> listen,
        Patience patience,
        Bounds bounds) {

    public PeerSettings {
        members = Map.copyOf(members);
        listen = List.copyOf(listen);
        require(members.containsKey(self), "we are a member ourselves");
    }

    public static PeerSettings of(
            ServerId self, Map<ServerId, Endpoint> members, List<InetSocketAddress> listen) {
        return new PeerSettings(self, members, listen, Patience.DEFAULT, Bounds.DEFAULT);
    }

    public PeerSettings with(Patience other) {
        return new PeerSettings(self, members, listen, other, bounds);
    }

    public PeerSettings with(Bounds other) {
        return new PeerSettings(self, members, listen, patience, other);
    }

    /** Where a member waits for the others: a name or an address, and a port. */
    public record Endpoint(String host, int port) {
        public Endpoint {
            require(!host.isEmpty(), "a member has a host");
            require(port > 0 && port <= 65_535, "a port lies between 1 and 65535");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * How long we wait.
     *
     * @param dial for a link to be there, from looking up the name to the other's welcome
     * @param silence without a sign of life: then a learner link is given up
     * @param voteSilence the same of a vote link, which costs nothing to dial again; no more than
     *     {@code silence}
     * @param redialFirst before a vote link is dialled again; doubles up to {@code redialMost}
     */
    public record Patience(
            Duration dial,
            Duration silence,
            Duration voteSilence,
            Duration redialFirst,
            Duration redialMost) {
        public static final Patience DEFAULT =
                new Patience(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(1));

        public Patience {
            require(dial.toMillis() > 0, "dial is positive");
            require(voteSilence.toMillis() >= 30, "voteSilence is at least 30 ms");
            require(silence.compareTo(voteSilence) >= 0, "silence is at least voteSilence");
            require(redialFirst.toMillis() > 0, "redialFirst is positive");
            require(redialMost.compareTo(redialFirst) >= 0, "redialMost is at least redialFirst");
        }

        public Patience withSilence(Duration other) {
            Duration ofVotes = other.compareTo(voteSilence) < 0 ? other : voteSilence;
            return new Patience(dial, other, ofVotes, redialFirst, redialMost);
        }

        public Patience withDial(Duration other) {
            return new Patience(other, silence, voteSilence, redialFirst, redialMost);
        }
    }

    /**
     * How much we hold.
     *
     * @param maxFrameBytes the longest message, sent or received
     * @param windowBytes of a long thing, read ahead of what the socket took
     * @param foldBytes waiting for one member: from there on proposals are read again when their
     *     turn comes
     * @param maxQueuedBytes waiting for one member: it is given up
     */
    public record Bounds(int maxFrameBytes, int windowBytes, int foldBytes, int maxQueuedBytes) {
        public static final Bounds DEFAULT = new Bounds(64 << 20, 512 << 10, 8 << 20, 128 << 20);

        public Bounds {
            require(maxFrameBytes >= 4096, "maxFrameBytes is at least 4096");
            require(windowBytes > 0, "windowBytes is positive");
            require(foldBytes > 0, "foldBytes is positive");
            require(maxQueuedBytes > foldBytes, "maxQueuedBytes exceeds foldBytes");
        }

        public Bounds withMaxFrameBytes(int bytes) {
            return new Bounds(bytes, windowBytes, foldBytes, maxQueuedBytes);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) throw new IllegalArgumentException("peer settings: " + rule);
    }
}
