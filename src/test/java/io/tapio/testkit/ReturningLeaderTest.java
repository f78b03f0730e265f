package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReturningLeaderTest {
    private static final String STRANDED = "/stranded";

    /** Two elections have passed when the first leader, which has heard of neither, goes on. */
    @Test
    @Fault("F13")
    void whoHasSleptThroughTwoElectionsChangesNothingAndFollows() throws Exception {
        Setup brisk = Setup.inMemory().with("syncLimit", "4");
        try (var all = TapioEnsemble.start(5, brisk)) {
            int first = all.leader();
            try (var stranded = Clients.connected(all.connectString(first))) {
                all.pause(first);
                var answer = new AtomicReference<KeeperException.Code>();
                stranded.create(
                        STRANDED,
                        new byte[0],
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT,
                        (code, path, context, name) -> answer.set(KeeperException.Code.get(code)),
                        null);
                int second = all.leader();
                all.kill(second);
                int third = all.leader();
                assertThat(third).isNotIn(first, second);
                writeThrough(all, third);

                all.resume(first);
                all.awaitServing();

                await().atMost(Clients.SOON).until(() -> answer.get() != null);
                assertThat(answer.get()).isEqualTo(KeeperException.Code.CONNECTIONLOSS);
                assertThat(all.leader()).isEqualTo(third);
                assertThat(all.role(first)).isEqualTo(Role.FOLLOWER);
            }
            assertHasOnlyWhatTheThirdWrote(all, first);
        }
    }

    private static void writeThrough(TapioEnsemble all, int member) throws Exception {
        try (var client = Clients.connected(all.connectString(member))) {
            Clients.create(client, "/written", CreateMode.PERSISTENT);
        }
    }

    private static void assertHasOnlyWhatTheThirdWrote(TapioEnsemble all, int member)
            throws Exception {
        try (var client = Clients.connected(all.connectString(member))) {
            assertThat(Clients.has(client, "/written")).isTrue();
            assertThat(Clients.has(client, STRANDED)).isFalse();
        }
    }
}
