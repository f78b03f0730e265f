package io.tapio.explore;

import static io.tapio.testkit.explore.Bounds.Beginning.IN_STEP;
import static io.tapio.testkit.explore.Bounds.Beginning.NEW;
import static io.tapio.testkit.explore.Bounds.Beginning.WITH_A_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.testkit.explore.Bounds;
import io.tapio.testkit.explore.Explorer;
import io.tapio.testkit.explore.Flaw;
import io.tapio.testkit.explore.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Three members in every world within bounds; {@code -Dtapio.explore=full} for larger ones, each
 * for at most {@code -Dtapio.explore.minutes} and {@code -Dtapio.explore.worlds}.
 */
class SmallWorldsTest {
    private static final Duration LONG =
            Duration.ofMinutes(Integer.getInteger("tapio.explore.minutes", 10));
    private static final int MANY = Integer.getInteger("tapio.explore.worlds", 12_000_000);
    private static final int ANY = Bounds.ANY;

    private static Report explored(Bounds bounds) {
        Report report = new Explorer(bounds, Flaw.NONE).explore(LONG, MANY);
        System.out.println("explored " + bounds + ": " + report.line());
        assertThat(report.breach()).isEmpty();
        return report;
    }

    private static Report exhausted(Bounds bounds) {
        Report report = explored(bounds);
        assertThat(report.exhausted()).as("nothing is left to be seen").isTrue();
        return report;
    }

    @Test
    void threeNewMembersFindALeaderInWhateverOrder() {
        Report report = exhausted(new Bounds(NEW, 0, 0, 0, 0, 0, 0, ANY, 2));
        assertThat(report.epochs()).isEqualTo(1);
    }

    @Test
    void aLinkMayBreakAtAnyMomentOfAWrite() {
        Report report = exhausted(new Bounds(WITH_A_WRITE, 0, 0, 1, 0, 1, 0, ANY, 2));
        assertThat(report.committed()).isEqualTo(2);
    }

    @Test
    void aLeaderMayHandOverAtAnyMoment() {
        Report report = exhausted(new Bounds(WITH_A_WRITE, 0, 0, 0, 0, 1, 1, 2, 2));
        assertThat(report.epochs()).isEqualTo(2);
        assertThat(report.committed()).isEqualTo(2);
    }

    @Test
    @Fault({"F01", "F02", "F03", "F06", "F07", "F37"})
    void nothingIsLostByTwoCrashesOneOfThemWithTheDisk() {
        Report report = exhausted(new Bounds(WITH_A_WRITE, 2, 1, 0, 1, 1, 0, 0, 2));
        assertThat(report.epochs()).isEqualTo(2);
        assertThat(report.committed()).isEqualTo(2);
        assertThat(report.healed()).as("a lost disk is brought up again").isPositive();
    }

    @Test
    void nothingIsLostInLargerWorlds() {
        assumeTrue("full".equals(System.getProperty("tapio.explore")));

        var worlds =
                List.of(
                        new Bounds(IN_STEP, 2, 1, 0, 1, 2, 0, 0, 2),
                        new Bounds(WITH_A_WRITE, 1, 1, 0, 2, 2, 0, 1, 2),
                        new Bounds(WITH_A_WRITE, 2, 1, 0, 1, 1, 0, 1, 3),
                        new Bounds(WITH_A_WRITE, 1, 0, 1, 1, 1, 1, 1, 3),
                        new Bounds(NEW, 2, 0, 0, 2, 2, 0, 1, 2),
                        new Bounds(WITH_A_WRITE, 1, 0, 0, 0, 1, 0, ANY, 2),
                        new Bounds(WITH_A_WRITE, 2, 1, 1, 2, 2, 1, ANY, 3));
        worlds.forEach(SmallWorldsTest::explored);
    }
}
