package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** Members of one ensemble in this process, each with its part of the cluster. */
final class Ensemble {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ActorTestKit kit;
    private final Duration tick;
    private final String name = "ensemble-" + NUMBER.incrementAndGet();
    private final Map<ServerId, ClusterSettings.Endpoint> members = new HashMap<>();
    private final Map<Integer, ActorRef<ClusterJoiner.Command>> joiners = new TreeMap<>();

    Ensemble(ActorTestKit kit, int size, Duration tick) {
        this.kit = kit;
        this.tick = tick;
        for (int id = 1; id <= size; id++) {
            members.put(new ServerId(id), new ClusterSettings.Endpoint("127.0.0.1", freePort()));
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    ClusterSettings settings(int id) {
        return new ClusterSettings(new ServerId(id), members, name, false);
    }

    void start(int id) {
        joiners.put(id, kit.spawn(ClusterJoiner.create(settings(id), tick)));
    }

    void startAll() {
        members.keySet().forEach(id -> start(id.value()));
    }

    void established(int epoch, int leader, int... inStep) {
        for (int id : inStep) {
            joiners.get(id).tell(new ClusterJoiner.Established(epoch, new ServerId(leader)));
        }
    }

    ClusterFigures figures(int id) {
        TestProbe<ClusterFigures> probe = kit.createTestProbe();
        joiners.get(id).tell(new ClusterJoiner.Report(probe.getRef()));
        return probe.receiveMessage(PATIENCE);
    }

    /** What each member that runs sees: the ids that are up, and who is missed. */
    Map<Integer, String> views() {
        Map<Integer, String> views = new TreeMap<>();
        for (int id : joiners.keySet()) {
            ClusterFigures figures = figures(id);
            views.put(id, ids(figures.up()) + " without " + ids(figures.unreachable()));
        }
        return views;
    }

    private static Set<ServerId> ids(Set<ServerId> ids) {
        return new TreeSet<>(ids);
    }

    void stop(int id) {
        TestProbe<ClusterJoiner.Stopped> probe = kit.createTestProbe();
        joiners.remove(id).tell(new ClusterJoiner.Stop(probe.getRef()));
        probe.receiveMessage(PATIENCE);
    }

    void stopAll() {
        Set.copyOf(joiners.keySet()).forEach(this::stop);
    }
}
