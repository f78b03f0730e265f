package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.compat.AloneAndInAnEnsemble;
import io.tapio.faults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Node programs do with ZooKeeper, they can do with Tapio. Their client cannot sync, so in an
 * ensemble all of them are at the same member, a follower.
 */
class NodeClientTest extends AloneAndInAnEnsemble {
    private static final Duration INSTALLATION = Duration.ofMinutes(2);
    private static final Duration ALL_SCENARIOS = Duration.ofMinutes(5);

    @Test
    @Fault("F104")
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void theNodeClientAndItsRecipesWork() {
        var program = ForeignProgram.copied("node");
        var install = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        ForeignProgram.needs("npm ci", ForeignProgram.run(program, INSTALLATION, install));

        var address = "127.0.0.1:" + server.address().getPort();
        var command = List.of("node", "acceptance.js", address);
        var outcome = ForeignProgram.run(program, ALL_SCENARIOS, command);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("ok aTransactionThatFailsDoesNothing");
    }
}
