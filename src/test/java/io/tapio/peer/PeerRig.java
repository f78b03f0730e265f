package io.tapio.peer;

import io.tapio.model.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Members in one process that talk over the transport under test. */
abstract class PeerRig implements AutoCloseable {
    static final PeerSettings.Patience PATIENCE =
            new PeerSettings.Patience(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(1500),
                    Duration.ofMillis(900),
                    Duration.ofMillis(50),
                    Duration.ofMillis(400));
    static final UUID CLUSTER = new UUID(7, 7);

    private final Map<ServerId, PeerSettings.Endpoint> members = new HashMap<>();

    PeerRig(int size) {
        List<Integer> ports = freePorts(size);
        for (int id = 1; id <= size; id++) {
            members.put(
                    new ServerId(id), new PeerSettings.Endpoint("127.0.0.1", ports.get(id - 1)));
        }
    }

    static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket each : held) {
                each.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<ServerId, PeerSettings.Endpoint> members() {
        return members;
    }

    /** The settings of a member that knows all others. */
    PeerSettings settings(int id) {
        return new PeerSettings(
                new ServerId(id),
                members,
                List.of(address(id)),
                PATIENCE,
                PeerSettings.Bounds.DEFAULT);
    }

    InetSocketAddress address(int id) {
        return new InetSocketAddress("127.0.0.1", members.get(new ServerId(id)).port());
    }

    /** Another server that calls itself {@code id}, where the others expect {@code place}. */
    PeerSettings twin(int id, int place) {
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(members);
        seen.put(new ServerId(id), members.get(new ServerId(place)));
        seen.remove(new ServerId(place));
        return with(id, seen);
    }

    /** Another server that calls itself 1, stands where 2 should, and takes the first for 3. */
    PeerSettings twinThatSeesTheFirst() {
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>();
        seen.put(new ServerId(1), members.get(new ServerId(2)));
        seen.put(new ServerId(3), members.get(new ServerId(1)));
        return with(1, seen);
    }

    PeerSettings settingsWithSwapped(int id, int one, int other) {
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(members);
        seen.put(new ServerId(one), members.get(new ServerId(other)));
        seen.put(new ServerId(other), members.get(new ServerId(one)));
        return with(id, seen);
    }

    PeerSettings settingsWithout(int id, int missing) {
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(members);
        seen.remove(new ServerId(missing));
        return with(id, seen);
    }

    private PeerSettings with(int id, Map<ServerId, PeerSettings.Endpoint> seen) {
        PeerSettings.Endpoint here = seen.get(new ServerId(id));
        return new PeerSettings(
                new ServerId(id),
                seen,
                List.of(new InetSocketAddress(here.host(), here.port())),
                PATIENCE,
                PeerSettings.Bounds.DEFAULT);
    }

    /** A member that belongs to the usual cluster, with the usual disk. */
    Node start(int id) {
        return start(settings(id), new ToySupply());
    }

    Node start(PeerSettings settings, Supply supply) {
        return introduced(spawn(settings, supply), Optional.of(CLUSTER), disk(settings));
    }

    static UUID disk(PeerSettings settings) {
        return new UUID(0, settings.self().value());
    }

    Node introduced(Node node, Optional<UUID> cluster, UUID journal) {
        node.tell(new PeerTransport.Identity(cluster, journal));
        return node;
    }

    /** A member that does not yet know who it is. */
    abstract Node spawn(PeerSettings settings, Supply supply);

    @Override
    public abstract void close();
}
