package io.tapio.sim;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.sim.bug.PlantedBug;
import io.tapio.testkit.sim.full.Failure;
import io.tapio.testkit.sim.full.Fault;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Phase;
import io.tapio.testkit.sim.full.Plan;
import io.tapio.testkit.sim.full.Shrinker;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.testkit.sim.full.Weather;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole ensembles of production machines under faults; {@code -Dtapio.sim.seeds -Dtapio.sim.seed},
 * or {@code tools/simulate}.
 */
class SimulationTest {
    private static final long FIRST =
            Long.getLong("tapio.sim.seed", new SecureRandom().nextInt() & 0x7fff_ffff);
    private static final int SEEDS = Integer.getInteger("tapio.sim.seeds", 2_000);
    private static final int THREADS = 2;

    /** By which of its faults the simulator brings about which of the catalogue. */
    private static final Map<String, Set<Fault>> BROUGHT_ABOUT =
            Map.ofEntries(
                    entry("F01", Set.of(Fault.CRASH_AT_STEP)), // and see Phase.LOOKING
                    entry("F17", Set.of(Fault.CRASH_ALL)),
                    entry("F21", Set.of(Fault.ROT)),
                    entry("F29", Set.of(Fault.FSYNC_FAILS)),
                    entry("F30", Set.of(Fault.WRITE_FAILS)),
                    entry("F31", Set.of(Fault.FULL_DISK)),
                    entry("F37", Set.of(Fault.WIPE)),
                    entry("F38", Set.of(Fault.WIPE_WHILE_OTHERS_LAG)),
                    entry("F39", Set.of(Fault.ROLL_BACK, Fault.ROLL_BACK_WHILE_OTHERS_LAG)),
                    entry("F50", Set.of(Fault.ISOLATE, Fault.PARTITION)),
                    entry("F51", Set.of(Fault.PARTITION)),
                    entry("F54", Set.of(Fault.RING)),
                    entry("F63", Set.of(Fault.CLIENT_CUT_OFF)),
                    entry("F70", Set.of(Fault.PAUSE, Fault.DEPOSED_ASLEEP)),
                    entry("F72", Set.of(Fault.PAUSE_ALL)),
                    entry("F73", Set.of(Fault.CLOCK_JUMP)));

    private final Silence silence = new Silence();

    @AfterEach
    void endSilence() {
        silence.close();
    }

    @Test
    @io.tapio.faults.Fault({
        "F01", "F17", "F21", "F29", "F30", "F31", "F37", "F38", "F39", "F50", "F51", "F54", "F63",
        "F70", "F72", "F73"
    })
    void whateverHappensAllPromisesAreKept() {
        var flight = new Flight(FIRST, SEEDS, THREADS, Plan::of);
        flight.fly();
        System.out.println(flight.summary());

        assertThat(flight.failures().stream().map(Failure::getMessage).toList()).isEmpty();
        if (SEEDS < 500) return; // a replay tells nothing of the whole

        for (Fault each : Fault.values()) {
            assertThat(flight.counts().getOrDefault(each, 0))
                    .as("how often %s came", each)
                    .isGreaterThanOrEqualTo(SEEDS / 40);
        }
        for (Phase phase : Phase.values()) {
            assertThat(flight.crashes()).containsKey(Weather.cell(phase, false));
            assertThat(flight.crashes()).containsKey(Weather.cell(phase, true));
        }
    }

    @Test
    void whatItClaimsToBringAboutComesOfAFault() throws NoSuchMethodException {
        var claim =
                getClass()
                        .getDeclaredMethod("whateverHappensAllPromisesAreKept")
                        .getAnnotation(io.tapio.faults.Fault.class);

        assertThat(claim.value()).containsExactlyInAnyOrderElementsOf(BROUGHT_ABOUT.keySet());
    }

    @Test
    void oneSeedIsOneHistory() {
        for (long seed = FIRST; seed < FIRST + 5; seed++) {
            assertThat(hashOf(seed)).as("seed %d", seed).isEqualTo(hashOf(seed));
        }
    }

    private static long hashOf(long seed) {
        var world = new Simulation(Plan.of(seed), Meddler.NOBODY);
        world.live();
        return world.trace().hashValue();
    }

    @Test
    void aFailingSeedBecomesShorterAndFailsAllTheSame() {
        PlantedBug bug = PlantedBug.all().getFirst();
        for (int seed = 1; ; seed++) {
            Plan plan = Plan.of(seed);
            var world = new Simulation(plan, bug.plant().get());
            Failure failure = failureOf(world);
            if (failure == null || world.weather().number() < 5) continue;

            var shrinker = new Shrinker(each -> new Simulation(each, bug.plant().get()));
            Plan shorter = shrinker.shrink(plan, 60);
            var again = new Simulation(shorter, bug.plant().get());
            assertThat(failureOf(again).promise()).isEqualTo(failure.promise());
            assertThat(again.weather().faults()).hasSizeLessThan(world.weather().faults().size());
            return;
        }
    }

    private static Failure failureOf(Simulation world) {
        try {
            world.live();
            return null;
        } catch (Failure failure) {
            return failure;
        }
    }
}
