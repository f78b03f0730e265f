package io.tapio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.sim.bug.PlantedBug;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A planted bug that is not found is a hole in the simulator. */
class PlantedBugsAreFoundTest {
    private static final int SEEDS = 2_000;

    @TestFactory
    Stream<DynamicTest> eachPlantedBugBreaksAPromise() {
        return PlantedBug.all().stream()
                .map(bug -> DynamicTest.dynamicTest(bug.name(), () -> assertFound(bug)));
    }

    private static void assertFound(PlantedBug bug) {
        try (var silence = new Silence()) {
            assertThat(Hunt.of(bug, SEEDS).isFound()).as("found within %d seeds", SEEDS).isTrue();
        }
    }
}
