package io.tapio.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedCountListener;
import org.apache.curator.framework.recipes.shared.SharedCountReader;
import org.apache.curator.framework.recipes.shared.VersionedValue;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Curator keeps in nodes, counts, caches, queues and registers, is kept when Tapio is the
 * server.
 */
@Timeout(60)
final class CuratorDataTest extends AloneAndInAnEnsemble {
    private static final Duration PATIENCE = Duration.ofSeconds(Curators.PATIENCE_S);

    private Curators curators;
    private CuratorFramework one;
    private CuratorFramework two;

    @BeforeEach
    void connect() throws Exception {
        curators = new Curators(server);
        one = curators.client();
        two = curators.client();
    }

    @AfterEach
    void disconnect() throws Exception {
        if (curators != null) curators.close();
    }

    @Test
    void aSharedCountReachesAll() throws Exception {
        SharedCount mine = curators.closing(new SharedCount(one, "/count", 1));
        SharedCount yours = curators.closing(new SharedCount(two, "/count", 1));
        BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
        yours.addListener(
                new SharedCountListener() {
                    @Override
                    public void countHasChanged(SharedCountReader count, int value) {
                        heard.add(value);
                    }

                    @Override
                    public void stateChanged(CuratorFramework client, ConnectionState state) {}
                });
        mine.start();
        yours.start();
        VersionedValue<Integer> old = yours.getVersionedValue();

        assertThat(mine.trySetCount(mine.getVersionedValue(), 7)).isTrue();

        assertThat(Curators.next(heard)).isEqualTo(7);
        assertThat(yours.trySetCount(old, 8)).isFalse();
    }

    @Test
    void anAtomicLongLosesNoIncrement() throws Exception {
        int each = 40;
        List<CompletableFuture<Boolean>> counters =
                List.of(one, two).stream()
                        .map(c -> new DistributedAtomicLong(c, "/long", new RetryNTimes(100, 1)))
                        .map(counter -> Curators.async(() -> incremented(counter, each)))
                        .toList();
        for (CompletableFuture<Boolean> counter : counters) {
            assertThat(Curators.soon(counter)).isTrue();
        }

        Curators.sync(one);
        assertThat(new DistributedAtomicLong(one, "/long", new RetryNTimes(1, 1)).get().postValue())
                .isEqualTo(2L * each);
    }

    private static boolean incremented(DistributedAtomicLong counter, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            if (!counter.increment().succeeded()) return false;
        }
        return true;
    }

    @Test
    void aCacheFollowsTheTree() throws Exception {
        one.create().creatingParentsIfNeeded().forPath("/cache/old", "0".getBytes(UTF_8));
        Curators.sync(two);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CuratorCache cache = curators.closing(CuratorCache.build(two, "/cache"));
        cache.listenable()
                .addListener(
                        (type, before, after) ->
                                heard.add(type + " " + (after == null ? before : after).getPath()));
        cache.start();
        assertThat(List.of(Curators.next(heard), Curators.next(heard)))
                .containsExactlyInAnyOrder("NODE_CREATED /cache", "NODE_CREATED /cache/old");

        one.create().forPath("/cache/a");
        assertThat(Curators.next(heard)).isEqualTo("NODE_CREATED /cache/a");
        one.setData().forPath("/cache/a", "1".getBytes(UTF_8));
        assertThat(Curators.next(heard)).isEqualTo("NODE_CHANGED /cache/a");
        one.delete().forPath("/cache/a");
        assertThat(Curators.next(heard)).isEqualTo("NODE_DELETED /cache/a");
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void aPersistentNodeComesBack() throws Exception {
        PersistentNode node =
                curators.closing(
                        new PersistentNode(
                                one, CreateMode.EPHEMERAL, false, "/node", "x".getBytes(UTF_8)));
        node.start();
        assertThat(node.waitForInitialCreate(Curators.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        Curators.sync(two);
        long born = two.checkExists().forPath("/node").getCzxid();

        two.delete().forPath("/node");

        await().atMost(PATIENCE)
                .until(
                        () -> {
                            Stat stat = two.checkExists().forPath("/node");
                            return stat != null && stat.getCzxid() > born;
                        });
    }

    @Test
    void aGroupKnowsItsMembers() throws Exception {
        GroupMember first = new GroupMember(one, "/group", "one");
        GroupMember second = new GroupMember(two, "/group", "two");
        first.start();
        second.start();
        await().atMost(PATIENCE)
                .until(() -> first.getCurrentMembers().keySet().containsAll(List.of("one", "two")));

        second.close();

        await().atMost(PATIENCE).until(() -> !first.getCurrentMembers().containsKey("two"));
        first.close();
    }

    @Test
    void aQueueGivesInOrder() throws Exception {
        SimpleDistributedQueue mine = new SimpleDistributedQueue(one, "/queue");
        SimpleDistributedQueue yours = new SimpleDistributedQueue(two, "/queue");
        for (String item : List.of("a", "b", "c")) {
            mine.offer(item.getBytes(UTF_8));
        }
        Curators.sync(two);
        assertThat(yours.peek()).asString(UTF_8).isEqualTo("a");
        assertThat(yours.poll()).asString(UTF_8).isEqualTo("a");
        assertThat(mine.take()).asString(UTF_8).isEqualTo("b");
        assertThat(yours.remove()).asString(UTF_8).isEqualTo("c");

        CompletableFuture<byte[]> waiting =
                Curators.async(() -> yours.poll(Curators.PATIENCE_S, TimeUnit.SECONDS));
        mine.offer("d".getBytes(UTF_8));

        assertThat(Curators.soon(waiting)).asString(UTF_8).isEqualTo("d");
    }

    @Test
    void aQueueFeedsItsConsumers() throws Exception {
        BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
        QueueSerializer<String> serializer =
                new QueueSerializer<>() {
                    @Override
                    public byte[] serialize(String item) {
                        return item.getBytes(UTF_8);
                    }

                    @Override
                    public String deserialize(byte[] bytes) {
                        return new String(bytes, UTF_8);
                    }
                };
        QueueConsumer<String> consumer =
                new QueueConsumer<>() {
                    @Override
                    public void consumeMessage(String message) {
                        consumed.add(message);
                    }

                    @Override
                    public void stateChanged(CuratorFramework client, ConnectionState state) {}
                };
        DistributedQueue<String> eating =
                curators.closing(
                        QueueBuilder.builder(two, consumer, serializer, "/fed").buildQueue());
        DistributedQueue<String> feeding =
                curators.closing(QueueBuilder.builder(one, null, serializer, "/fed").buildQueue());
        eating.start();
        feeding.start();

        feeding.put("a");
        feeding.put("b");

        assertThat(List.of(Curators.next(consumed), Curators.next(consumed)))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aServiceIsFoundByItsName() throws Exception {
        ServiceInstance<Void> instance =
                ServiceInstance.<Void>builder().name("bakery").address("10.0.0.1").port(80).build();
        ServiceDiscovery<Void> offering = discovery(one);
        ServiceDiscovery<Void> looking = discovery(two);
        ServiceProvider<Void> provider =
                curators.closing(looking.serviceProviderBuilder().serviceName("bakery").build());
        provider.start();

        offering.registerService(instance);

        await().atMost(PATIENCE).until(() -> provider.getInstance() != null);
        assertThat(provider.getInstance().getAddress()).isEqualTo("10.0.0.1");
        assertThat(looking.queryForNames()).containsExactly("bakery");
        offering.unregisterService(instance);
        await().atMost(PATIENCE).until(() -> provider.getInstance() == null);
    }

    private ServiceDiscovery<Void> discovery(CuratorFramework client) throws Exception {
        ServiceDiscovery<Void> discovery =
                curators.closing(
                        ServiceDiscoveryBuilder.builder(Void.class)
                                .client(client)
                                .basePath("/services")
                                .build());
        discovery.start();
        return discovery;
    }
}
