package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.ApacheServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Curator's recipes keep their promises when one leader after the other dies. */
@Timeout(180)
class RecipesOutliveLeadersTest {
    private static final int SESSION_TIMEOUT_MS = 20_000;

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    @RegisterExtension static final Ensembles ENSEMBLES = new Ensembles();

    private static EnsembleProcesses ensemble;

    private final Queue<ConnectionState> states = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() {
        ensemble = ENSEMBLES.started(Blueprint.of(3));
    }

    @BeforeEach
    void completeTheEnsemble() {
        ensemble.complete();
    }

    @AfterEach
    void close() throws Exception {
        for (var each : opened.reversed()) each.close();
        threads.shutdownNow();
    }

    private <T extends AutoCloseable> T closing(T recipe) {
        opened.add(recipe);
        return recipe;
    }

    /** A client that begins at this member. */
    private CuratorFramework clientOf(MemberProcess home) throws Exception {
        ZookeeperFactory factory =
                (all, timeoutMs, watcher, mayBeReadOnly) ->
                        new ZooKeeper(
                                all,
                                timeoutMs,
                                watcher,
                                mayBeReadOnly,
                                new HomeFirst(home, ensemble));
        var client =
                CuratorFrameworkFactory.builder()
                        .connectString(ensemble.connectString())
                        .ensembleTracker(false)
                        .zookeeperFactory(factory)
                        .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                        .connectionTimeoutMs(15_000)
                        .retryPolicy(new RetryNTimes(300, 100))
                        .build();
        client.getConnectionStateListenable().addListener((of, state) -> states.add(state));
        client.start();
        return closing(client);
    }

    private List<CuratorFramework> clientsOfAll() throws Exception {
        var clients = new ArrayList<CuratorFramework>();
        for (var home : ensemble.members()) clients.add(clientOf(home));
        return clients;
    }

    private static void awaitTrue(String promise, Callable<Boolean> condition) {
        Awaitility.await(promise)
                .atMost(MemberProcess.PATIENCE)
                .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                .until(condition);
    }

    private void killTheLeader() {
        var leader = ensemble.leader();
        leader.kill();
        ensemble.leader();
        ensemble.complete();
    }

    private void assertThatNoSessionWasLost() {
        assertThat(states).contains(ConnectionState.SUSPENDED).doesNotContain(ConnectionState.LOST);
    }

    /** Takes the lock again and again. */
    private static final class Contender implements Callable<Integer> {
        private final InterProcessMutex mutex;
        private final AtomicInteger inside;
        private volatile boolean stopped;
        private volatile int entered;

        Contender(CuratorFramework client, AtomicInteger inside) {
            this.mutex = new InterProcessMutex(client, "/mutex");
            this.inside = inside;
        }

        @Override
        public Integer call() throws Exception {
            while (!stopped) {
                mutex.acquire();
                assertThat(inside.incrementAndGet()).as("holders of the lock").isEqualTo(1);
                entered++;
                assertThat(inside.getAndDecrement()).as("holders of the lock").isEqualTo(1);
                mutex.release();
            }
            return entered;
        }
    }

    @Test
    void aMutexIsNeverHeldByTwo() throws Exception {
        var inside = new AtomicInteger();
        var contenders = clientsOfAll().stream().map(each -> new Contender(each, inside)).toList();
        List<Future<Integer>> work = contenders.stream().map(threads::submit).toList();
        awaitEntries(contenders, work);

        for (int i = 0; i < 2; i++) {
            killTheLeader();
            awaitEntries(contenders, work);
        }

        contenders.forEach(each -> each.stopped = true);
        for (var each : work) assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
        assertThatNoSessionWasLost();
    }

    /** Waits until each of them has had the lock a few times more. */
    private static void awaitEntries(List<Contender> contenders, List<Future<Integer>> work) {
        var goals = contenders.stream().map(each -> each.entered + 5).toList();
        Awaitility.await("everybody gets the lock")
                .atMost(MemberProcess.PATIENCE)
                .failFast("a contender has failed", () -> failIfOneHas(work))
                .until(
                        () -> {
                            for (int i = 0; i < goals.size(); i++) {
                                if (contenders.get(i).entered < goals.get(i)) return false;
                            }
                            return true;
                        });
    }

    private static void failIfOneHas(List<Future<Integer>> work) throws Exception {
        for (var each : work) {
            if (each.isDone()) each.get();
        }
    }

    @Test
    void aPersistentNodeStaysTheSameNodeAtEveryMember() throws Exception {
        var nodes = new HashMap<String, PersistentNode>();
        for (var home : ensemble.members()) {
            var path = "/of-a-client-of-" + home.id();
            var mode = CreateMode.EPHEMERAL;
            var node = closing(new PersistentNode(clientOf(home), mode, false, path, new byte[0]));
            node.start();
            assertThat(node.waitForInitialCreate(60, TimeUnit.SECONDS)).isTrue();
            nodes.put(path, node);
        }
        var before = TreeWalk.ofAll(ensemble.members()).nodes();

        for (int i = 0; i < 2; i++) killTheLeader();

        var after = TreeWalk.ofAll(ensemble.members()).nodes();
        for (var path : nodes.keySet()) {
            var born = before.get(path).stat();
            assertThat(after.get(path).stat().czxid()).isEqualTo(born.czxid());
            assertThat(after.get(path).stat().ephemeralOwner()).isEqualTo(born.ephemeralOwner());
        }
        assertThatNoSessionWasLost();
    }

    @Test
    void aCacheComesToHoldWhatTheTreeHolds() throws Exception {
        var clients = clientsOfAll();
        clients.getFirst().create().forPath("/cached");
        var caches = new ArrayList<CuratorCache>();
        for (var client : clients) {
            client.getZookeeperClient().getZooKeeper().sync("/");
            caches.add(closing(CuratorCache.build(client, "/cached")));
        }
        caches.forEach(CuratorCache::start);
        Map<String, String> written = new HashMap<>();

        for (var client : clients) write(client, "before", written);
        var leader = ensemble.leader();
        leader.kill();
        for (var client : clients) write(client, "meanwhile", written);
        ensemble.complete();
        for (var client : clients) write(client, "after", written);

        for (var cache : caches) {
            awaitTrue("the cache is up to date", () -> contentOf(cache).equals(written));
        }
        assertThatNoSessionWasLost();
    }

    private static void write(CuratorFramework client, String when, Map<String, String> written)
            throws Exception {
        int number = written.size();
        var path = "/cached/" + number;
        client.create().orSetData().forPath(path, bytes("new"));
        written.put(path, "new");
        var changed = "/cached/" + number / 2;
        client.setData().forPath(changed, bytes(when));
        written.put(changed, when);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> contentOf(CuratorCache cache) {
        var content = new HashMap<String, String>();
        cache.stream()
                .filter(node -> !node.getPath().equals("/cached"))
                .forEach(
                        node ->
                                content.put(
                                        node.getPath(),
                                        new String(node.getData(), StandardCharsets.UTF_8)));
        return content;
    }

    @Test
    void aPersistentWatcherHearsOfAllThatHappensAfterwards() throws Exception {
        var clients = clientsOfAll();
        clients.getFirst().create().forPath("/watched");
        var heard = new ArrayList<Queue<String>>();
        for (var client : clients) {
            var events = new ConcurrentLinkedQueue<String>();
            heard.add(events);
            var watcher = closing(new PersistentWatcher(client, "/watched", true));
            watcher.getListenable()
                    .addListener(
                            event -> {
                                if (event.getType() == EventType.NodeCreated) {
                                    events.add(event.getPath());
                                }
                            });
            watcher.start();
        }

        awaitTrue("all have begun to watch", () -> allHear(clients.getFirst(), heard));
        killTheLeader();
        awaitTrue("all watch again", () -> allHear(clients.getFirst(), heard));
        heard.forEach(Queue::clear);
        var paths = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            for (var client : clients) paths.add(create(client, "/watched/" + paths.size()));
        }

        for (var events : heard) {
            awaitTrue("all events come", () -> events.size() >= paths.size());
            assertThat(events).containsExactlyElementsOf(paths);
        }
        assertThatNoSessionWasLost();
    }

    private static String create(CuratorFramework client, String path) throws Exception {
        return client.create().forPath(path);
    }

    /** Whether a new node is heard of by all. */
    private static boolean allHear(CuratorFramework client, List<Queue<String>> heard)
            throws Exception {
        var mode = CreateMode.PERSISTENT_SEQUENTIAL;
        var path = client.create().withMode(mode).forPath("/watched/heard-");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> heard.stream().allMatch(events -> events.contains(path)));
            return true;
        } catch (ConditionTimeoutException notYet) {
            return false;
        }
    }
}
