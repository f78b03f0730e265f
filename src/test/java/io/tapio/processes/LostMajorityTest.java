package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.torture.host.Status.Role;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The case in which ZooKeeper loses an acknowledged write: one member is wiped, another lags, and
 * the third, which alone still has the write, is down.
 */
@Timeout(180)
class LostMajorityTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    @Fault("F38")
    void aWipedAndALaggingMemberWaitForTheThirdAndSayForWhom() throws Exception {
        assumeTrue(Server.underTest() == Server.TAPIO, "Apache ZooKeeper loses the write here");
        var ensemble = ensembles.started(Blueprint.of(3));
        var lagging = ensemble.follower();
        var wiped = ensemble.leader();
        var third = ensemble.otherThan(lagging, wiped);
        lagging.kill();
        try (var history = History.at(List.of(wiped, third), History.Pace.GENTLE)) {
            history.awaitProgress(200);
            history.stop();
            ensemble.killAll();
            wiped.disk().wipe();

            wiped.start().awaitAnswer();
            lagging.start().awaitAnswer();
            awaitNamed(third, wiped, lagging);
            neitherServes(wiped, lagging);

            third.start();
            history.check(ensemble);
        }
    }

    private static void awaitNamed(MemberProcess missing, MemberProcess one, MemberProcess other) {
        var line = Pattern.compile("until these members are back: .*\\b" + missing.id() + "\\b");
        Awaitility.await("the diary names " + missing)
                .atMost(MemberProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () ->
                                one.diary().stream().anyMatch(line.asPredicate())
                                        || other.diary().stream().anyMatch(line.asPredicate()));
    }

    private static void neitherServes(MemberProcess one, MemberProcess other) {
        Awaitility.await("nobody serves")
                .during(LONG_ENOUGH)
                .atMost(MemberProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !one.status().role().serves() && !other.status().role().serves());
        assertThat(one.status().role()).isEqualTo(Role.LOOKING);
        assertThat(other.status().role()).isEqualTo(Role.LOOKING);
    }
}
