package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow disk slows down its member, and nobody else for long. */
@Timeout(120)
class SlowDisksTest {
    private static final int WRITES = 11;
    private static final int SESSION_MS = 6_000;
    private static final Duration STILL = Duration.ofSeconds(7);
    private static final Duration QUICK = Duration.ofMillis(400); // and this machine may be busy

    private int written;

    private void write(ZooKeeper client) throws Exception {
        Clients.create(client, "/written-" + written++, CreateMode.PERSISTENT);
    }

    private Duration median(ZooKeeper client) throws Exception {
        var times = new long[WRITES];
        for (int i = 0; i < WRITES; i++) {
            long began = System.nanoTime();
            write(client);
            times[i] = System.nanoTime() - began;
        }
        Arrays.sort(times);
        return Duration.ofNanos(times[WRITES / 2]);
    }

    private static int followerOf(TapioEnsemble all) {
        int leader = all.leader();
        return all.members().stream().filter(each -> each != leader).findFirst().orElseThrow();
    }

    private static void awaitHas(TapioEnsemble all, int member, String path) throws Exception {
        try (var reader = Clients.connected(all.connectString(member))) {
            await().atMost(Clients.SOON).until(() -> Clients.has(reader, path));
        }
    }

    @Test
    @Fault("F34")
    void aSlowFollowerIsNotWaitedFor() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var client = Clients.connected(all.connectString(all.leader()))) {
            int slow = followerOf(all);
            for (int perFlushMs : new int[] {50, 500, 5_000}) {
                all.slowDisk(slow, Duration.ofMillis(perFlushMs));

                assertThat(median(client)).isLessThan(QUICK);
                assertThat(all.role(slow)).isEqualTo(Role.FOLLOWER);
            }
            all.slowDisk(slow, Duration.ZERO);
            awaitHas(all, slow, "/written-" + (written - 1));
        }
    }

    /** Clients of the old leader move on. */
    @Test
    @Fault("F35")
    void aSlowLeaderHandsOverAndWritesAreQuickAgain() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var client = Clients.connected(all.connectString())) {
            int slow = all.leader();
            all.slowDisk(slow, Duration.ofMillis(600));
            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                    .until(
                            () -> {
                                boolean hasHandedOver = all.leader() != slow;
                                write(client); // which moves the client
                                return hasHandedOver;
                            });

            assertThat(median(client)).isLessThan(QUICK);
            await().atMost(Clients.SOON).until(() -> all.role(slow) == Role.FOLLOWER);
        }
    }

    /** Its member leaves the others, and its clients move on. */
    @Test
    @Fault("F36")
    void aDiskThatStandsStillForLongerThanASessionMayBeSilentCostsNone() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var writer = Clients.connected(all.connectString(all.leader()))) {
            int still = followerOf(all);
            List<ZooKeeper> everywhere = sessions(all);
            all.slowDisk(still, STILL);
            await().during(STILL)
                    .atMost(Clients.SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> write(writer));
            all.slowDisk(still, Duration.ZERO);
            all.awaitServing();

            awaitHas(all, still, "/written-" + (written - 1));
            for (ZooKeeper each : everywhere) {
                assertThat(Clients.has(writer, "/owned-by-" + each.getSessionId())).isTrue();
                each.close();
            }
        }
    }

    /** Two for each member, most likely. */
    private static List<ZooKeeper> sessions(TapioEnsemble all) throws Exception {
        var sessions = new ArrayList<ZooKeeper>();
        for (int i = 0; i < 6; i++) {
            var client = new ZooKeeper(all.connectString(), SESSION_MS, event -> {});
            Clients.awaitState(client, ZooKeeper.States.CONNECTED);
            Clients.create(client, "/owned-by-" + client.getSessionId(), CreateMode.EPHEMERAL);
            sessions.add(client);
        }
        return sessions;
    }
}
