package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.ApacheServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the official Java client watches, it watches on when the leader dies. */
@Timeout(180)
class WatchesOutliveLeadersTest {
    private static final int SESSION_TIMEOUT_MS = 20_000;
    private static final byte[] NOTHING = {};

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    @RegisterExtension static final Ensembles ENSEMBLES = new Ensembles();

    private static EnsembleProcesses ensemble;
    private final List<Watching> watching = new ArrayList<>();
    private MemberProcess leader;

    /**
     * A client that begins at a member of its own, and all events about nodes that it has heard.
     */
    private static final class Watching implements Watcher, AutoCloseable {
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final MemberProcess home;
        private final String name;
        private final ZooKeeper client;
        private final long session;

        Watching(MemberProcess home, String test) throws Exception {
            this.home = home;
            name = "/" + test + "-" + home.id();
            var hosts = new HomeFirst(home, ensemble);
            var all = ensemble.connectString();
            client = new ZooKeeper(all, SESSION_TIMEOUT_MS, this, false, hosts);
            awaitServed();
            session = client.getSessionId();
        }

        @Override
        public void process(WatchedEvent event) {
            if (event.getType() != EventType.None) {
                heard.add(event.getType() + " " + event.getPath());
            }
        }

        /** Waits until a member answers that has all that was written before, watches included. */
        void awaitServed() {
            Awaitility.await("a client is served")
                    .atMost(MemberProcess.PATIENCE)
                    .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                    .until(
                            () -> {
                                client.sync("/");
                                return true;
                            });
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    @BeforeAll
    static void start() {
        ensemble = ENSEMBLES.started(Blueprint.of(3));
    }

    @BeforeEach
    void begin(TestInfo test) throws Exception {
        leader = ensemble.complete().leader();
        var name = test.getTestMethod().orElseThrow().getName();
        for (var home : ensemble.members()) watching.add(new Watching(home, name));
    }

    @AfterEach
    void close() throws Exception {
        for (var each : watching) each.close();
    }

    private ZooKeeper writerAwayFromTheLeader() {
        return watching.stream()
                .filter(each -> each.home != leader)
                .findFirst()
                .orElseThrow()
                .client;
    }

    private void awaitAllServed() {
        watching.forEach(Watching::awaitServed);
        assertThat(watching).allMatch(each -> each.client.getSessionId() == each.session);
    }

    private static void create(ZooKeeper client, String path) throws Exception {
        client.create(path, NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    /** A watch of every kind that fires once. */
    private void watchForOnce() throws Exception {
        for (var each : watching) create(each.client, each.name);
        for (var each : watching) {
            each.client.getData(each.name, true, null);
            each.client.getChildren(each.name, true);
            each.client.exists(each.name + "/new", true);
        }
    }

    private static void setData(ZooKeeper client, String path, String data) throws Exception {
        client.setData(path, data.getBytes(StandardCharsets.UTF_8), -1);
    }

    @Test
    void watchesSetBeforeFireOnceAfter() throws Exception {
        watchForOnce();

        leader.kill();
        awaitAllServed();
        var writer = writerAwayFromTheLeader();
        for (var each : watching) {
            setData(writer, each.name, "first");
            create(writer, each.name + "/new");
            setData(writer, each.name, "second");
            setData(writer, each.name + "/new", "second");
            create(writer, each.name + "/newer");
        }

        awaitAllServed();
        for (var each : watching) assertThatEveryWatchHasFiredOnce(each);
    }

    /** Both events of the new node come of one write, in an order of the client's own. */
    private static void assertThatEveryWatchHasFiredOnce(Watching each) {
        assertThat(each.heard)
                .containsExactlyInAnyOrder(
                        "NodeDataChanged " + each.name,
                        "NodeCreated " + each.name + "/new",
                        "NodeChildrenChanged " + each.name);
    }

    @Test
    void whatHappensWhileNobodyIsServedIsToldOnce() throws Exception {
        watchForOnce();
        var writer = writerAwayFromTheLeader();

        leader.kill();
        for (var each : watching) {
            persistently(() -> setData(writer, each.name, "changed"));
            persistently(() -> create(writer, each.name + "/new"));
        }

        awaitAllServed();
        for (var each : watching) {
            Awaitility.await("the events come")
                    .atMost(MemberProcess.PATIENCE)
                    .until(() -> each.heard.size() >= 3);
        }
        awaitAllServed();
        for (var each : watching) assertThatEveryWatchHasFiredOnce(each);
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    /** What the connection's end has cut is tried again, and may have been done. */
    private static void persistently(Attempt attempt) {
        Awaitility.await("a write is done")
                .atMost(MemberProcess.PATIENCE)
                .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                .until(
                        () -> {
                            try {
                                attempt.run();
                            } catch (KeeperException.NodeExistsException doneBefore) {
                                return true;
                            }
                            return true;
                        });
    }

    @Test
    void persistentWatchesGoOn() throws Exception {
        create(watching.getFirst().client, "/tree");
        for (var each : watching) {
            each.awaitServed();
            each.client.addWatch("/tree", each, AddWatchMode.PERSISTENT_RECURSIVE);
        }

        leader.kill();
        awaitAllServed();
        var paths = IntStream.range(0, 50).mapToObj(i -> "/tree/" + i).toList();
        for (var path : paths) create(writerAwayFromTheLeader(), path);

        awaitAllServed();
        for (var each : watching) {
            assertThat(each.heard)
                    .containsExactlyElementsOf(
                            paths.stream().map(path -> "NodeCreated " + path).toList());
        }
    }
}
