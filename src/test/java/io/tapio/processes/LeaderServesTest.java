package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.RawClient;
import io.tapio.torture.host.Status.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code leaderServes=no}: a leader has no clients of its own, and the others lack nothing. */
@Timeout(180)
class LeaderServesTest {
    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private static boolean takesClients(MemberProcess member) {
        try (var client = RawClient.open(member.address())) {
            return client.shakeHands(Handshake.Request.fresh()).isPresent();
        }
    }

    private EnsembleProcesses started() {
        return ensembles.started(
                Blueprint.of(3)
                        .with("tickTime", 500)
                        .with("syncLimit", 4)
                        .with("leaderServes", "no"));
    }

    @Test
    void aLeaderTakesNoClientsAndTheOthersServeThem() throws Exception {
        var ensemble = started();
        var leader = ensemble.leader();
        assertThat(takesClients(leader)).isFalse();
        assertThat(leader.answerTo("isro")).isEqualTo("null");
        assertThat(leader.figure("zk_synced_followers")).isEqualTo("2");
        assertThat(ensemble.followers()).hasSize(2).allMatch(LeaderServesTest::takesClients);
        try (var history = History.roaming(ensemble.members(), History.Pace.GENTLE)) {
            history.awaitProgress(50);

            leader.kill();
            history.awaitProgress(50);
            assertThat(takesClients(ensemble.leader())).isFalse();

            leader.start().awaitServing();
            history.awaitProgress(50);
            history.stop();
            TreeWalk.ofAll(ensemble.followers());
        }
    }

    @Test
    void aMemberThatDoesNotLeadAnyMoreTakesClients() {
        var ensemble = started();
        var deposed = ensemble.leader();
        deposed.pause();
        assertThat(ensemble.leader()).isNotEqualTo(deposed);
        deposed.resume();

        deposed.awaitRole(Role.FOLLOWER);
        assertThat(takesClients(deposed)).isTrue();
    }
}
