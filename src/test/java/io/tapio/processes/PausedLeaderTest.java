package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.torture.host.Status.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A leader that stands still, as in a long pause of its machine, is led when it wakes up. */
@Timeout(180)
class PausedLeaderTest {
    private static final Duration PAUSE =
            Duration.ofSeconds(Integer.getInteger("tapio.processes.pauseSeconds", 8));

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    @Fault("F70")
    void aLeaderThatStoodStillAcknowledgesNothingOfItsOwnAndFollows() throws Exception {
        var brisk = Blueprint.of(3).with("tickTime", 500).with("syncLimit", 4);
        var ensemble = ensembles.started(brisk);
        var leader = ensemble.leader();
        try (var history = History.at(ensemble.members(), History.Pace.GENTLE);
                var stranded = RawClient.connect(leader.address())) {
            long fault = System.nanoTime();
            leader.pause();
            stranded.send(RawRequest.create("/stranded", Octets.EMPTY, RawAcl.OPEN, 0));
            var successor = ensemble.leader();
            while (System.nanoTime() - fault < PAUSE.toNanos()) history.awaitProgress(50);
            leader.resume();

            stranded.awaitClose();
            assertThat(stranded.takeTranscript()).noneMatch(PausedLeaderTest::acknowledges);
            leader.awaitRole(Role.FOLLOWER);
            assertThat(ensemble.leader()).isEqualTo(successor).isNotEqualTo(leader);
            history.awaitProgress(50);
            history.stop();
            System.out.printf(
                    "leader paused: pauses %s ms; %s%n",
                    history.pausesMs(fault, leader.id()), history);
            history.check(ensemble);
            assertThat(TreeWalk.of(leader.address()).nodes()).doesNotContainKey("/stranded");
        }
    }

    private static boolean acknowledges(Incoming incoming) {
        return incoming instanceof Incoming.Reply reply && reply.ok();
    }
}
