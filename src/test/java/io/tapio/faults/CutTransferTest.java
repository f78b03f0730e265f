package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.Role;
import io.tapio.testkit.Setup;
import io.tapio.testkit.TapioEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member that has lost its disk, and does not get the whole tree at once. */
@Timeout(120)
class CutTransferTest {
    private static final int ZNODES = 40;
    private static final int ZNODE_BYTES = 500_000;
    private static final Duration PER_FLUSH = Duration.ofMillis(500);

    @Test
    @Fault("F58")
    void nothingHalfIsServedAndInTheEndAllIsThere(@TempDir Path folder) throws Exception {
        try (var all = TapioEnsemble.start(3, Setup.inFolder(folder).with("snapCount", "20"))) {
            int leader = all.leader();
            int wiped = all.members().stream().filter(m -> m != leader).findFirst().orElseThrow();
            plant(all, leader);
            all.stop(wiped);
            wipe(folder.resolve(Integer.toString(wiped)));
            all.slowDisk(wiped, PER_FLUSH);
            all.restart(wiped);
            for (int cutMs : List.of(20, 60, 150, 300)) {
                passes(Duration.ofMillis(cutMs));
                assertThat(all.role(wiped)).as("in the middle").isEqualTo(Role.LOOKING);
                all.partition(cutMs == 150 ? leader : wiped);
                assertServesNobody(all, wiped);
                all.heal();
            }
            all.slowDisk(wiped, Duration.ZERO);

            all.awaitServing();
            assertHasAll(all, wiped);
        }
    }

    private static void plant(TapioEnsemble all, int leader) {
        try (var client = RawClient.connect(Guest.at(all, leader))) {
            var data = Octets.zeros(ZNODE_BYTES);
            for (int i = 0; i < ZNODES; i++) {
                var create = RawRequest.create("/n" + i, data, RawAcl.OPEN, 0);
                assertThat(client.call(create).ok()).isTrue();
            }
        }
    }

    private static void wipe(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    private static void passes(Duration time) {
        await().pollInterval(Duration.ofMillis(5)).during(time).until(() -> true);
    }

    private static void assertServesNobody(TapioEnsemble all, int wiped) {
        try (var client = RawClient.open(Guest.at(all, wiped), Duration.ofMillis(200))) {
            var handshake = Handshake.Request.fresh();
            assertThat(client.shakeHands(handshake)).isEmpty();
        } catch (RawClient.Silence waits) {
            // neither is that an answer
        }
    }

    private static void assertHasAll(TapioEnsemble all, int member) {
        try (var client = RawClient.connect(Guest.at(all, member))) {
            client.sync("/");
            assertThat(client.getChildren("/").result(RawResult.Names.class).names())
                    .hasSize(ZNODES + 1);
            for (int i = 0; i < ZNODES; i++) {
                assertThat(client.getData("/n" + i).data().length()).isEqualTo(ZNODE_BYTES);
            }
        }
    }
}
