package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.testkit.FourLetters;
import io.tapio.testkit.Handshake;
import io.tapio.testkit.RawClient;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NotReadOnlyException;
import org.apache.zookeeper.ZooKeeper.States;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code readonlymode.enabled} a member that has no leader lets those read who want that. */
@Timeout(180)
class ReadOnlyModeTest {
    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private EnsembleProcesses ensemble;
    private MemberProcess left;

    @BeforeEach
    void oneOfThreeIsLeft() throws Exception {
        ensemble =
                ensembles.started(
                        Blueprint.of(3)
                                .with("tickTime", 500)
                                .with("syncLimit", 10)
                                // without these Apache ZooKeeper welcomes no new reader
                                .with("localSessionsEnabled", Server.underTest() == Server.APACHE)
                                .withJvmArg("-Dreadonlymode.enabled=true"));
        left = ensemble.follower();
        try (var client = OfficialClient.connectedTo(left)) {
            client.create("/known", "before", CreateMode.PERSISTENT);
        }
        ensemble.members().stream().filter(m -> m != left).forEach(MemberProcess::kill);
        awaitWord("isro", "ro");
    }

    private void awaitWord(String word, String answer) {
        Awaitility.await(word + " says " + answer)
                .atMost(MemberProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> FourLetters.ask(left.address(), word).equals(answer));
    }

    @Test
    @Fault("F79")
    void whoWantsToReadDoesAndWritesAgainWhenThereIsAMajority() throws Exception {
        try (var client = OfficialClient.readingAtLeast(ensemble.members())) {
            client.await(States.CONNECTEDREADONLY);
            assertThat(client.get("/known")).isEqualTo("before");
            assertThat(client.zookeeper().getChildren("/", true)).contains("known");
            refused(() -> client.create("/new", "", CreateMode.PERSISTENT));
            refused(() -> client.create("/new", "", CreateMode.EPHEMERAL));
            refused(() -> client.set("/known", "after"));
            refused(() -> client.zookeeper().delete("/known", -1));
            refused(() -> client.zookeeper().sync("/known"));
            assertThat(client.get("/known")).isEqualTo("before");

            ensemble.members().stream().filter(m -> m != left).forEach(MemberProcess::start);
            client.await(States.CONNECTED);

            client.set("/known", "after");
            assertThat(client.get("/known")).isEqualTo("after");
        }
        ensemble.awaitServing();
        assertThat(FourLetters.ask(left.address(), "isro")).isEqualTo("rw");
    }

    private static void refused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(NotReadOnlyException.class)
                .extracting(e -> ((KeeperException) e).code().intValue())
                .isEqualTo(-119);
    }

    @Test
    void whoWantsMoreIsNotLetInAndTheMemberSaysSo() throws Exception {
        try (var wantsMore = OfficialClient.of(ensemble.members());
                var reader = OfficialClient.readingAtLeast(ensemble.members())) {
            reader.await(States.CONNECTEDREADONLY);
            for (var flag : Handshake.ReadOnly.values()) {
                if (flag == Handshake.ReadOnly.TRUE) continue;
                try (var raw = RawClient.open(left.address())) {
                    var handshake = Handshake.Request.fresh().withReadOnly(flag);
                    assertThat(raw.shakeHands(handshake)).isEmpty();
                }
            }
            assertThat(wantsMore.state()).isEqualTo(States.CONNECTING);
            saysThatItOnlyLetsRead(left);

            ensemble.members().stream().filter(m -> m != left).forEach(MemberProcess::start);
            wantsMore.await(States.CONNECTED);
        }
    }

    private static void saysThatItOnlyLetsRead(MemberProcess member) {
        for (var word : new String[] {"srvr", "stat"}) {
            assertThat(FourLetters.ask(member.address(), word).lines())
                    .contains("Mode: read-only")
                    .element(1)
                    .isEqualTo("READ-ONLY mode; serving only read-only clients");
        }
        assertThat(FourLetters.ask(member.address(), "mntr").lines())
                .contains("zk_server_state\tread-only", "zk_local_sessions\t1");
    }
}
