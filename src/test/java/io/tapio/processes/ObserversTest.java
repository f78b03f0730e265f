package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.RawClient;
import io.tapio.torture.host.Status.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Observers serve and never count. */
@Timeout(240)
class ObserversTest {
    private static final long PAUSE_MAX_MS = 5_000;

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @Test
    void threeObserversServeAndTheirDeathDisturbsNoWrite() throws Exception {
        var ensemble = ensembles.started(Blueprint.of(3).withObservers(3));
        ensemble.observers().forEach(observer -> observer.awaitRole(Role.OBSERVER));
        try (var everywhere = History.roaming(ensemble.members(), History.Pace.GENTLE)) {
            everywhere.awaitProgress(50);
            everywhere.check(ensemble);
        }
        try (var history = History.at(ensemble.voters(), History.Pace.GENTLE, "voters")) {
            long fault = System.nanoTime();
            ensemble.observers().forEach(MemberProcess::kill);
            history.awaitProgress(200);
            history.stop();

            var pauses = history.pausesMs(fault, -1);
            System.out.printf("observers killed: pauses %s ms; %s%n", pauses, history);
            history.check(ensemble);
            assertThat(pauses).allMatch(pause -> pause < PAUSE_MAX_MS);
        }
    }

    @Test
    void observersMakeNoMajority() {
        var brisk = Blueprint.of(3).withObservers(2).with("tickTime", 500).with("syncLimit", 4);
        var ensemble = ensembles.started(brisk);
        try (var client = RawClient.connect(ensemble.observers().getFirst().address())) {
            assertThat(client.create("/through-an-observer", "").ok()).isTrue();
            client.closeSession();
        }
        var followers = ensemble.followers();

        followers.forEach(MemberProcess::kill);
        ensemble.running().forEach(member -> member.awaitRole(Role.LOOKING));

        followers.forEach(MemberProcess::start);
        ensemble.awaitServing();
        assertThat(TreeWalk.ofAll(ensemble.members()).nodes()).containsKey("/through-an-observer");
    }
}
