package io.tapio.torture.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.torture.history.MadeUpEnsemble.Bug;
import org.junit.jupiter.api.Test;

/** The work of the checker grows hardly faster than the history: steps are counted, not seconds. */
class LongHistoriesTest {
    private static final int SHORT = 50_000;
    private static final int LONG = 1_000_000;

    @Test
    void aMillionOperationsAreJudgedInSoManyStepsEachAndThenSome() {
        double ofShort = stepsEach(SHORT);
        double ofLong = stepsEach(LONG);

        System.out.printf("steps each: %.1f of %d, %.1f of %d%n", ofShort, SHORT, ofLong, LONG);
        // Sorting takes log n each; the rest takes the same for each.
        double growth = Math.log(LONG) / Math.log(SHORT);
        assertThat(ofLong).isLessThan(ofShort * growth * 1.2).isLessThan(200);
    }

    private static double stepsEach(int operations) {
        var history = new MadeUpEnsemble(7, Bug.NONE, 8, 1_000).run(operations);
        var verdict = HistoryCheck.judge(history);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.operations()).isGreaterThanOrEqualTo(operations);
        return (double) verdict.steps() / verdict.operations();
    }
}
