package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapioEnsembleTest {

    @Test
    void aKilledLeaderIsReplacedAndComesBackWithAllThatWasWritten() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var client = Clients.connected(all.connectString())) {
            int old = all.leader();
            all.kill(old);
            int next = all.leader();
            assertThat(next).isNotEqualTo(old);
            try (var writer = Clients.connected(all.connectString(next))) {
                Clients.create(writer, "/written", CreateMode.PERSISTENT);
            }

            all.restart(old);
            all.awaitServing();

            assertThat(all.role(old)).isEqualTo(Role.FOLLOWER);
            try (var reader = Clients.connected(all.connectString(old))) {
                assertThat(Clients.has(reader, "/written")).isTrue();
            }
            assertThat(client.getState().isAlive()).isTrue();
        }
    }

    @Test
    @Fault("F17")
    void aWholeEnsembleThatWasKilledHasAllThatWasAcknowledged() throws Exception {
        try (var all = TapioEnsemble.start(3)) {
            try (var client = Clients.connected(all.connectString())) {
                Clients.create(client, "/written", CreateMode.PERSISTENT);
            }
            all.members().forEach(all::kill);
            all.members().forEach(all::restart);
            all.awaitServing();

            for (int member : all.members()) {
                try (var client = Clients.connected(all.connectString(member))) {
                    assertThat(Clients.has(client, "/written")).isTrue();
                }
            }
        }
    }

    @Test
    @Fault("F70")
    void aPausedLeaderIsReplacedAndFollowsWhenItGoesOn() {
        Setup quick = Setup.inMemory().with("syncLimit", "4");
        try (var all = TapioEnsemble.start(3, quick)) {
            int old = all.leader();
            all.pause(old);
            int next = all.leader();

            assertThat(next).isNotEqualTo(old);
            assertThat(all.role(old)).isEqualTo(Role.PAUSED);

            all.resume(old);
            all.awaitServing();
            assertThat(all.leader()).isEqualTo(next);
            assertThat(all.role(old)).isEqualTo(Role.FOLLOWER);
        }
    }

    @Test
    @Fault("F79")
    void withoutAMajorityNobodyLeadsUntilTheCutIsHealed() {
        try (var all = TapioEnsemble.start(3)) {
            all.partition(1);
            all.partition(2);
            all.partition(3);
            await().atMost(Clients.SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> all.members().stream().allMatch(m -> all.role(m) == Role.LOOKING));

            all.heal();

            all.awaitServing();
            assertThat(all.members()).extracting(all::role).contains(Role.LEADER);
        }
    }

    @Test
    @Fault("F53")
    void twoSidesThatDoNotHearEachOtherMayBothHearAThird() {
        try (var all = TapioEnsemble.start(3)) {
            int leader = all.leader();
            Set<Integer> others = all.members();
            others.remove(leader);
            int one = others.iterator().next();
            others.remove(one);

            all.partition(Set.of(one), others);

            all.awaitServing();
            assertThat(all.leader()).isEqualTo(leader);
            assertThat(all.role(one)).isEqualTo(Role.FOLLOWER);
        }
    }

    @Test
    void observersServeAndDoNotVote() throws Exception {
        try (var all = TapioEnsemble.start(1, Setup.inMemory().withObservers(1))) {
            assertThat(all.role(2)).isEqualTo(Role.OBSERVER);
            assertThat(all.leader()).isEqualTo(1);
            try (var client = Clients.connected(all.connectString(2))) {
                Clients.create(client, "/written", CreateMode.PERSISTENT);
                assertThat(all.memberAt(all.port(2))).isEqualTo(2);
            }
        }
    }

    @Test
    void sessionsExpireWhereverTheirClientsWere() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var client = Clients.connected(all.connectString(all.leader()))) {
            int follower = all.members().stream().filter(m -> m != all.leader()).findAny().get();
            try (var expired = Clients.connected(all.connectString(follower));
                    var kept = Clients.connected(all.connectString(follower))) {
                Clients.create(expired, "/expired", CreateMode.EPHEMERAL);
                Clients.create(kept, "/kept", CreateMode.EPHEMERAL);

                all.expire(expired.getSessionId());
                assertThat(Clients.has(client, "/expired")).isFalse();
                Clients.awaitState(expired, ZooKeeper.States.CLOSED);

                all.advance(Duration.ofMinutes(5));
                assertThat(Clients.has(client, "/kept")).isTrue();
                assertThat(kept.getState()).isEqualTo(ZooKeeper.States.CONNECTED);

                all.kill(follower);
                all.advance(Duration.ofMinutes(5));
                await().atMost(Clients.SOON).until(() -> gone(all, client));
            }
        }
    }

    /** The leader hears of the lost member a moment after it is gone. */
    private static boolean gone(TapioEnsemble all, ZooKeeper client) throws Exception {
        all.advance(Duration.ofMinutes(1));
        return !Clients.has(client, "/kept");
    }

    @Test
    void anEnsembleGoesOnFromItsFolder(@TempDir Path folder) throws Exception {
        try (var all = TapioEnsemble.start(3, Setup.inFolder(folder));
                var client = Clients.connected(all.connectString())) {
            Clients.create(client, "/written", CreateMode.PERSISTENT);
            all.kill(all.leader());
        }
        try (var all = TapioEnsemble.start(3, Setup.inFolder(folder));
                var client = Clients.connected(all.connectString())) {
            assertThat(Clients.has(client, "/written")).isTrue();
        }
        assertThat(folder.resolve("2")).isNotEmptyDirectory();
    }
}
