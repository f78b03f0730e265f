package io.tapio.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.explore.Bounds;
import io.tapio.testkit.explore.Explorer;
import io.tapio.testkit.explore.Report;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An exploration finds each bug, the shortest way to it first. */
class PlantedFlawsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int WORLDS_MAX = 1_000_000;

    @ParameterizedTest
    @EnumSource
    void isFound(PlantedFlaw flaw) {
        int wipes = flaw.wipedIsProven() ? 1 : 0;
        var bounds = new Bounds(Bounds.Beginning.IN_STEP, 2, wipes, 0, 1, 1, 0, 0, 2);
        Report report = new Explorer(bounds, flaw).explore(LIMIT, WORLDS_MAX);

        assertThat(report.breach()).as("what is wrong").isPresent();
        System.out.printf(
                "%s: %,d worlds; %s%n",
                flaw, report.worlds(), report.breach().get().lines().findFirst().orElse(""));
    }
}
