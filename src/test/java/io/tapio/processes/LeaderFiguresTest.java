package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code mntr} of a leader tells of those who follow it; so it is with Apache ZooKeeper. */
@Timeout(240)
class LeaderFiguresTest {
    private static final List<String> OF_LEADERS =
            List.of(
                    "zk_learners",
                    "zk_synced_followers",
                    "zk_synced_observers",
                    "zk_synced_non_voting_followers",
                    "zk_pending_syncs");

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    void aLeaderCountsThoseWhoComeAndGoAndSoDoesTheNextOne() {
        var brisk = Blueprint.of(3).withObservers(1).with("tickTime", 500);
        var ensemble = ensembles.started(brisk);
        var first = ensemble.leader();
        awaitFigures(first, "3", "2", "1", "0", "0");
        assertThat(first.figure("zk_quorum_size")).isEqualTo("3");
        assertThat(ensemble.follower().figure("zk_learners")).isEmpty();

        ensemble.observers().forEach(MemberProcess::kill);
        awaitFigures(first, "2", "2", "0", "0", "0");

        first.kill();
        ensemble.awaitServing();
        awaitFigures(ensemble.leader(), "1", "1", "0", "0", "0");

        first.start();
        awaitFigures(ensemble.leader(), "2", "2", "0", "0", "0");
    }

    private static void awaitFigures(MemberProcess leader, String... values) {
        Awaitility.await("the figures of " + leader)
                .atMost(MemberProcess.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(OF_LEADERS.stream().map(leader::figure))
                                        .containsExactly(values));
    }

    @Test
    void linksAndClusterAreCountedByEveryMember() {
        var ensemble = ensembles.started(Blueprint.of(3));
        for (MemberProcess each : ensemble.members()) {
            Awaitility.await("the figures of " + each)
                    .atMost(MemberProcess.PATIENCE)
                    .untilAsserted(
                            () -> {
                                assertThat(each.figure("zk_tapio_peers_reached")).isEqualTo("2");
                                assertThat(each.figure("zk_tapio_peers_heard")).isEqualTo("2");
                                assertThat(each.figure("zk_tapio_cluster_up")).isEqualTo("3");
                            });
        }
    }
}
