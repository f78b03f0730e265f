package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import io.tapio.zab.ZabMessage;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whole ensembles on virtual time, network and disk; {@code -Dtapio.sim.seeds -Dtapio.sim.seed}.
 */
class EnsembleSimulationTest {
    private static final long FIRST = Long.getLong("tapio.sim.seed", new SecureRandom().nextInt());
    private static final int SEEDS = Integer.getInteger("tapio.sim.seeds", 250);
    private static final int RAIN = 4_000;
    private static final List<Class<? extends ZabMessage>> TELLING =
            List.of(
                    ZabMessage.Diff.class,
                    ZabMessage.Trunc.class,
                    ZabMessage.SnapshotOffer.class,
                    ZabMessage.NewLeader.class,
                    ZabMessage.Inform.class);

    @Test
    void whateverHappensNothingAcknowledgedIsLostAndAllIsWholeAgain() {
        long acknowledged = 0;
        long wiped = 0;
        long rolledBack = 0;
        Map<Class<?>, Integer> sent = new HashMap<>();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            var world = new World(seed, Tamper.NOTHING);
            world.live(RAIN);
            acknowledged += world.acknowledged();
            if (world.hasWiped()) wiped++;
            if (world.hasRolledBack()) rolledBack++;
            TELLING.forEach(kind -> sent.merge(kind, world.sent(kind), Integer::sum));
        }
        System.out.printf(
                "simulated from seed %d: %d acknowledged, %d wiped, %d rolled back, sent %s%n",
                FIRST, acknowledged, wiped, rolledBack, sent.values());
        if (SEEDS < 100) return; // a replay tells nothing of the whole

        assertThat(acknowledged).as("the world is not idle").isGreaterThan(100L * SEEDS);
        assertThat(wiped).as("worlds with a wiped disk").isGreaterThan(SEEDS / 20);
        assertThat(rolledBack).as("worlds with an older copy").isGreaterThan(SEEDS / 20);
        assertThat(sent.values())
                .as("every way to synchronise: %s", sent)
                .allMatch(n -> n > SEEDS / 20);
    }
}
