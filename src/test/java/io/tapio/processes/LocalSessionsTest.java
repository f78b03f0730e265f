package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.testkit.FourLetters;
import io.tapio.testkit.Handshake;
import io.tapio.testkit.RawClient;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper.States;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code localSessionsEnabled} a session is its member's own until it owns something. */
@Timeout(180)
class LocalSessionsTest {
    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private EnsembleProcesses startedWithUpgrading(boolean upgrading) {
        return ensembles.started(
                Blueprint.of(3)
                        .with("tickTime", 500)
                        .with("syncLimit", 10)
                        .with("localSessionsEnabled", true)
                        .with("localSessionsUpgradingEnabled", upgrading));
    }

    private static String localSessions(MemberProcess member) {
        return figure("zk_local_sessions", member);
    }

    private static String globalSessions(MemberProcess member) {
        return figure("zk_global_sessions", member);
    }

    private static String figure(String name, MemberProcess member) {
        return FourLetters.ask(member.address(), "mntr")
                .lines()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("absent");
    }

    @Test
    void throughAnyMemberItReadsAndWritesAndCostsNoEntry() throws Exception {
        var ensemble = startedWithUpgrading(true);
        var first = ensemble.members().getFirst();
        for (var home : ensemble.members()) {
            long before = ensemble.leader().status().zxid();
            try (var client = OfficialClient.connectedTo(home)) {
                assertThat(localSessions(home)).isEqualTo("1");
                assertThat(globalSessions(home)).isEqualTo("0");
                assertThat(ensemble.leader().status().zxid()).isEqualTo(before);

                var path = "/by-a-client-of-" + home.id();
                client.create(path, "old", CreateMode.PERSISTENT);
                client.set(path, "new");
                assertThat(client.get(path)).isEqualTo("new");
                try (var other = OfficialClient.connectedTo(first)) {
                    other.zookeeper().sync(path);
                    assertThat(other.get(path)).isEqualTo("new");
                }
            }
            assertThat(localSessions(home)).isEqualTo("0");
            assertThat(ensemble.leader().status().zxid()).isEqualTo(before + 2);
        }
    }

    @Test
    void anEphemeralMakesItTheEnsembles() throws Exception {
        var ensemble = startedWithUpgrading(true);
        for (var home : ensemble.members()) {
            try (var client = OfficialClient.connectedTo(home)) {
                var other = ensemble.otherThan(home);
                long session = client.session();
                long before = ensemble.leader().status().zxid();
                var path = "/of-a-client-of-" + home.id();
                client.create(path, "", CreateMode.EPHEMERAL);

                assertThat(client.session()).isEqualTo(session);
                assertThat(ensemble.leader().status().zxid()).isEqualTo(before + 2);
                assertThat(localSessions(home)).isEqualTo("0");
                assertThat(globalSessions(home)).isEqualTo("1");
                assertThat(owner(path, other)).isEqualTo(session);

                client.create(path + "-2", "", CreateMode.EPHEMERAL);
                assertThat(owner(path + "-2", other)).isEqualTo(session);
                assertThat(ensemble.leader().status().zxid()).isEqualTo(before + 3);
            }
            assertThat(globalSessions(home)).isEqualTo("0");
        }
    }

    private static long owner(String path, MemberProcess member) throws Exception {
        try (var client = OfficialClient.connectedTo(member)) {
            client.zookeeper().sync(path);
            return client.zookeeper().exists(path, false).getEphemeralOwner();
        }
    }

    @Test
    void onlyWhoOwnsSomethingOutlivesTheMember() throws Exception {
        var ensemble = startedWithUpgrading(true);
        var home = ensemble.follower();
        try (var owner = OfficialClient.connectedTo(home);
                var local = OfficialClient.connectedTo(home)) {
            long session = owner.session();
            owner.create("/mine", "", CreateMode.EPHEMERAL);

            home.kill();
            owner.turnTo(ensemble.running());
            local.turnTo(ensemble.running());

            owner.awaitAnswer();
            assertThat(owner.session()).isEqualTo(session);
            assertThat(owner.zookeeper().exists("/mine", false).getEphemeralOwner())
                    .isEqualTo(session);
            local.await(States.CLOSED); // it was told that its session has expired
        }
    }

    @Test
    void withoutUpgradingItOwnsNothing() throws Exception {
        var ensemble = startedWithUpgrading(false);
        for (var home : ensemble.members()) {
            try (var client = OfficialClient.connectedTo(home)) {
                assertThatThrownBy(() -> client.create("/mine", "", CreateMode.EPHEMERAL))
                        .isInstanceOf(KeeperException.EphemeralOnLocalSessionException.class);
                client.create("/of-nobody-" + home.id(), "", CreateMode.PERSISTENT);
                assertThat(localSessions(home)).isEqualTo("1");
            }
        }
        // A follower of Apache ZooKeeper says of a multi that the session has expired.
        try (var client = OfficialClient.connectedTo(ensemble.leader())) {
            var both = List.of(create("/a"), create("/b"));
            assertThatThrownBy(() -> client.zookeeper().multi(both))
                    .isInstanceOf(KeeperException.EphemeralOnLocalSessionException.class);
        }
    }

    private static Op create(String path) {
        return Op.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    @Test
    void itGoesOnWhereItBeganAndExpiresWhenItIsSilent() {
        var ensemble = startedWithUpgrading(true);
        for (var home : List.of(ensemble.leader(), ensemble.follower())) {
            var first = RawClient.connect(home.address(), brief(Handshake.Request.fresh()));
            first.close();
            var same = brief(Handshake.Request.reattach(first.sessionId(), first.password()));
            try (var again = RawClient.connect(home.address(), same)) {
                assertThat(again.sessionId()).isEqualTo(first.sessionId());
            }
            Awaitility.await("it expires")
                    .atMost(MemberProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> localSessions(home).equals("0"));
            try (var late = RawClient.open(home.address())) {
                assertThat(late.shakeHands(same))
                        .hasValueSatisfying(answer -> assertThat(answer.accepted()).isFalse());
            }
        }
    }

    private static Handshake.Request brief(Handshake.Request handshake) {
        return handshake.withTimeoutMs(1_000);
    }
}
