package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.testkit.RawClient;
import io.tapio.torture.host.Status.Role;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who does not belong to the ensemble is refused, in one plain sentence on both sides. */
@Timeout(180)
class StrangersTest {

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    @BeforeEach
    void onlyTapioPromisesThis() {
        assumeTrue(Server.underTest() == Server.TAPIO, "Apache ZooKeeper knows no ensembles");
    }

    @Test
    @Fault("F82")
    void aMemberWithTheDataOfAnotherEnsembleIsRefused() {
        var ensemble = ensembleWith("/ours");
        var other = ensembleWith("/theirs");
        ensemble.killAll();
        other.killAll();
        var stranger = ensemble.member(3);
        stranger.disk().putBack(other.member(3).dataDir());

        for (var member : ensemble.members()) member.start();
        ensemble.member(1).awaitServing();
        ensemble.member(2).awaitServing();

        var refusal = "belongs to another ensemble";
        awaitDiary(stranger, refusal);
        awaitDiary(ensemble.leader(), refusal);
        assertThat(stranger.status().role()).isEqualTo(Role.LOOKING);
        assertThat(TreeWalk.of(ensemble.leader().address()).nodes())
                .containsKey("/ours")
                .doesNotContainKey("/theirs");
    }

    private EnsembleProcesses ensembleWith(String path) {
        var ensemble = ensembles.started(Blueprint.of(3));
        try (var client = RawClient.connect(ensemble.leader().address())) {
            assertThat(client.create(path, "").ok()).isTrue();
            client.closeSession();
        }
        return ensemble;
    }

    private static void awaitDiary(MemberProcess member, String words) {
        var pattern = Pattern.compile(words);
        Awaitility.await(member + " says: " + words)
                .atMost(MemberProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> member.diary().stream().anyMatch(pattern.asPredicate()));
    }
}
