package io.tapio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Curator's recipes keep their promises when Tapio is the server. */
@Fault("F104")
@Timeout(60)
final class CuratorRecipesTest extends AloneAndInAnEnsemble {
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
    void aMutexLetsOneInAtATime() throws Exception {
        InterProcessMutex mine = new InterProcessMutex(one, "/mutex");
        InterProcessMutex yours = new InterProcessMutex(two, "/mutex");
        mine.acquire();
        mine.acquire();

        CompletableFuture<Boolean> waiting = Curators.async(() -> acquired(yours));
        await().atMost(PATIENCE).until(() -> mine.getParticipantNodes().size() == 2);
        mine.release();
        assertThat(waiting).isNotDone();
        mine.release();

        assertThat(Curators.soon(waiting)).isTrue();
    }

    private static boolean acquired(InterProcessMutex mutex) throws Exception {
        if (!mutex.acquire(Curators.PATIENCE_S, TimeUnit.SECONDS)) return false;

        mutex.release();
        return true;
    }

    @Test
    void aSemaphoreHasAsManyLeasesAsItSays() throws Exception {
        InterProcessSemaphoreV2 mine = new InterProcessSemaphoreV2(one, "/semaphore", 2);
        InterProcessSemaphoreV2 yours = new InterProcessSemaphoreV2(two, "/semaphore", 2);
        Lease first = mine.acquire();
        Lease second = yours.acquire();

        assertThat(yours.acquire(200, TimeUnit.MILLISECONDS)).isNull();
        CompletableFuture<Lease> third = Curators.async(yours::acquire);
        mine.returnLease(first);

        yours.returnLease(Curators.soon(third));
        yours.returnLease(second);
    }

    @Test
    void readersShareALockThatAWriterHasAlone() throws Exception {
        InterProcessReadWriteLock mine = new InterProcessReadWriteLock(one, "/rw");
        InterProcessReadWriteLock yours = new InterProcessReadWriteLock(two, "/rw");
        mine.readLock().acquire();
        assertThat(Curators.soon(Curators.async(() -> acquired(yours.readLock())))).isTrue();

        CompletableFuture<Boolean> writer = Curators.async(() -> acquired(yours.writeLock()));
        await().atMost(PATIENCE).until(() -> mine.writeLock().getParticipantNodes().size() == 1);
        assertThat(writer).isNotDone();
        mine.readLock().release();

        assertThat(Curators.soon(writer)).isTrue();
    }

    @Test
    void aMutexIsFreedWhenItsHolderGoes() throws Exception {
        CuratorFramework leaving = curators.client();
        InterProcessMutex yours = new InterProcessMutex(one, "/held");
        new InterProcessMutex(leaving, "/held").acquire();
        CompletableFuture<Boolean> waiting = Curators.async(() -> acquired(yours));
        await().atMost(PATIENCE).until(() -> yours.getParticipantNodes().size() == 2);

        leaving.close();

        assertThat(Curators.soon(waiting)).isTrue();
    }

    @Test
    void aLatchHandsLeadershipOn() throws Exception {
        LeaderLatch first = new LeaderLatch(one, "/latch", "one");
        LeaderLatch second = curators.closing(new LeaderLatch(two, "/latch", "two"));
        first.start();
        assertThat(first.await(Curators.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        second.start();
        await().atMost(PATIENCE).until(() -> first.getParticipants().size() == 2);
        assertThat(second.hasLeadership()).isFalse();
        assertThat(second.getLeader().getId()).isEqualTo("one");

        first.close();

        assertThat(second.await(Curators.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSelectorMakesEverybodyLeaderInTurn() throws Exception {
        BlockingQueue<String> leaders = new LinkedBlockingQueue<>();
        for (CuratorFramework client : List.of(one, two)) {
            String name = client == one ? "one" : "two";
            LeaderSelector selector =
                    new LeaderSelector(
                            client,
                            "/selector",
                            new LeaderSelectorListenerAdapter() {
                                @Override
                                public void takeLeadership(CuratorFramework c) {
                                    leaders.add(name);
                                }
                            });
            curators.closing(selector).start();
        }

        assertThat(List.of(Curators.next(leaders), Curators.next(leaders)))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aBarrierHoldsUntilItIsRemoved() throws Exception {
        DistributedBarrier barrier = new DistributedBarrier(one, "/barrier");
        barrier.setBarrier();
        Curators.sync(two);

        CompletableFuture<Boolean> waiting =
                Curators.async(
                        () ->
                                new DistributedBarrier(two, "/barrier")
                                        .waitOnBarrier(Curators.PATIENCE_S, TimeUnit.SECONDS));
        assertThat(waiting).isNotDone();
        barrier.removeBarrier();

        assertThat(Curators.soon(waiting)).isTrue();
    }

    @Test
    void aDoubleBarrierIsEnteredAndLeftTogether() throws Exception {
        List<CompletableFuture<Boolean>> members =
                IntStream.range(0, 3)
                        .mapToObj(i -> i == 0 ? one : two)
                        .map(client -> new DistributedDoubleBarrier(client, "/double", 3))
                        .map(barrier -> Curators.async(() -> enteredAndLeft(barrier)))
                        .toList();

        for (CompletableFuture<Boolean> member : members) {
            assertThat(Curators.soon(member)).isTrue();
        }
    }

    private static boolean enteredAndLeft(DistributedDoubleBarrier barrier) throws Exception {
        return barrier.enter(Curators.PATIENCE_S, TimeUnit.SECONDS)
                && barrier.leave(Curators.PATIENCE_S, TimeUnit.SECONDS);
    }
}
