package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that reach each other by actor messages keep the same promises. */
@Timeout(240)
class ClusterTransportTest {
    private static final Blueprint BLUEPRINT =
            Blueprint.of(3)
                    .with("tickTime", 500)
                    .with("syncLimit", 4)
                    .withJvmArg("-Dtapio.peer.transport=cluster");

    /**
     * A socket tells at once that the process behind it is gone. Actor messages tell nothing: a
     * leader is missed when it has been silent for syncLimit, 2 s here, and Artery needs a moment
     * to reach who comes back.
     */
    private static final long PAUSE_MAX_MS = Duration.ofSeconds(15).toMillis();

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    void writesGoOnWhenTheLeaderIsKilledAndItComesBackAsAFollower() throws Exception {
        var ensemble = ensembles.started(BLUEPRINT);
        var leader = ensemble.leader();
        try (var history = History.at(ensemble.members(), History.Pace.GENTLE)) {
            history.awaitProgress(100);

            long fault = System.nanoTime();
            leader.kill();
            history.awaitProgress(100);
            leader.start().awaitServing();
            history.awaitProgress(100);
            history.stop();

            var pauses = history.pausesMs(fault, leader.id());
            System.out.printf("leader killed, cluster: pauses %s ms; %s%n", pauses, history);
            history.check(ensemble);
            assertThat(pauses).allMatch(pause -> pause < PAUSE_MAX_MS);
        }
        assertThat(ensemble.leader()).isNotEqualTo(leader);
        assertThat(leader.figure("zk_tapio_peers_linked")).isEqualTo("1");
    }

    @Test
    void aMemberThatWasAwayGetsTheWholeTree() throws Exception {
        var ensemble = ensembles.started(BLUEPRINT.with("snapCount", 50));
        var away = ensemble.follower();
        away.kill();
        away.disk().wipe();
        try (var history = History.at(ensemble.running(), History.Pace.GENTLE)) {
            history.awaitProgress(400);
            away.start().awaitServing();
            history.awaitProgress(50);
            history.check(ensemble);
        }
    }
}
