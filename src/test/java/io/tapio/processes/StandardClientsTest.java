package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.ApacheServer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official Java client and Curator, with all members in the connect string. */
@Timeout(180)
class StandardClientsTest {
    private static final int SESSION_TIMEOUT_MS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    /** What a Java client hears. */
    private static final class Heard implements Watcher {
        private final BlockingQueue<String> ofNodes = new LinkedBlockingQueue<>();
        private final CountDownLatch connected = new CountDownLatch(1);
        private volatile boolean expired;

        @Override
        public void process(WatchedEvent event) {
            if (event.getState() == KeeperState.Expired) expired = true;
            if (event.getType() != EventType.None)
                ofNodes.add(event.getType() + " " + event.getPath());
            else if (event.getState() == KeeperState.SyncConnected) connected.countDown();
        }

        String next() throws InterruptedException {
            var event = ofNodes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return event == null ? "silence" : event;
        }
    }

    private static ZooKeeper connect(String members, Heard heard) throws Exception {
        var client = new ZooKeeper(members, SESSION_TIMEOUT_MS, heard);
        assertThat(heard.connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return client;
    }

    @Test
    void theJavaClientKeepsItsSessionItsNodesAndItsWatches() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        var heard = new Heard();
        var alsoHeard = new Heard();
        // One begins at the leader itself, the other one anywhere.
        var atTheLeader = ensemble.leader().hostPort() + "," + ensemble.connectString();
        try (var client = connect(atTheLeader, heard);
                var other = connect(ensemble.connectString(), alsoHeard)) {
            long session = client.getSessionId();
            client.create("/watched", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.create("/mine", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            client.getData("/watched", true, null);

            ensemble.leader().kill();
            persistently(() -> other.setData("/watched", "new".getBytes("UTF-8"), -1));

            assertThat(heard.next()).isEqualTo("NodeDataChanged /watched");
            assertThat(client.getSessionId()).isEqualTo(session);
            assertThat(client.exists("/mine", false).getEphemeralOwner()).isEqualTo(session);
            other.sync("/mine");
            assertThat(other.exists("/mine", false).getEphemeralOwner()).isEqualTo(session);
            assertThat(heard.expired || alsoHeard.expired).isFalse();
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    /** As every user of the Java client must: what the connection's end has cut is tried again. */
    private static void persistently(Attempt attempt) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            try {
                                attempt.run();
                                return true;
                            } catch (KeeperException.ConnectionLossException e) {
                                return false;
                            }
                        });
    }

    private static CuratorFramework curator(EnsembleProcesses ensemble) throws Exception {
        var client =
                CuratorFrameworkFactory.newClient(
                        ensemble.connectString(),
                        SESSION_TIMEOUT_MS,
                        15_000,
                        new RetryNTimes(100, 100));
        client.start();
        assertThat(client.blockUntilConnected((int) PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return client;
    }

    @Test
    void curatorCountsOnAcrossTheDeathOfTheLeader() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        try (var client = curator(ensemble)) {
            var counter = new DistributedAtomicLong(client, "/count", new RetryNTimes(100, 50));
            for (int i = 0; i < 20; i++) assertThat(counter.increment().succeeded()).isTrue();

            ensemble.leader().kill();

            for (int i = 0; i < 20; i++) assertThat(counter.increment().succeeded()).isTrue();
            // An increment that the leader took with it may have been counted, and then repeated.
            assertThat(counter.get().postValue()).isBetween(40L, 41L);
        }
    }

    @Test
    void curatorsLatchIsHeldByOneAcrossTheDeathOfTheLeader() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3));
        try (var one = curator(ensemble);
                var two = curator(ensemble);
                var waiting = new LeaderLatch(two, "/latch", "two")) {
            var holding = new LeaderLatch(one, "/latch", "one");
            holding.start();
            assertThat(holding.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            waiting.start();
            awaitTrue("both stand in line", () -> waiting.getParticipants().size() == 2);

            ensemble.leader().kill();
            awaitTrue("one of them leads", () -> holding.hasLeadership() ^ waiting.hasLeadership());
            holding.close();

            awaitTrue("the other one leads", waiting::hasLeadership);
        }
    }

    private static void awaitTrue(String promise, Callable<Boolean> condition) {
        Awaitility.await(promise)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                .until(condition);
    }
}
