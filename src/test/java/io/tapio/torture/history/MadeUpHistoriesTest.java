package io.tapio.torture.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.torture.history.MadeUpEnsemble.Bug;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories by chance: the right ones pass, and whatever is made wrong in them is found. */
class MadeUpHistoriesTest {
    private static final int RIGHT = 400;
    private static final int OPERATIONS = 400;
    private static final int SEEDS_PER_BUG = 40;
    private static final int STEPS_MAX = 300_000;

    private final long base = new Random().nextLong();

    @Test
    void whatARightEnsembleSaysPasses() {
        int undecided = 0;
        for (long seed = base; seed < base + RIGHT; seed++) {
            var history = MadeUpEnsemble.history(seed, Bug.NONE, OPERATIONS);
            assertThat(HistoryCheck.judge(history).findings()).as("seed %d", seed).isEmpty();
            var opinion = Linearizability.judge(history, STEPS_MAX);
            assertThat(opinion.findings()).as("seed %d", seed).isEmpty();
            undecided += opinion.undecided();
        }
        assertThat(undecided).as("nodes of %d histories", RIGHT).isLessThan(RIGHT / 100);
    }

    private static final Map<Bug, Set<Promise>> BROKEN = new EnumMap<>(Bug.class);

    static {
        BROKEN.put(Bug.A_SERVER_SKIPS_A_WRITE, EnumSet.of(Promise.C3, Promise.C4, Promise.C8));
        BROKEN.put(Bug.A_SYNC_DOES_NOTHING, EnumSet.of(Promise.C5));
        BROKEN.put(Bug.A_SESSION_MOVES_TO_A_SERVER_THAT_LAGS, EnumSet.of(Promise.C4));
        BROKEN.put(Bug.A_LOST_WRITE_IS_DONE_TWICE, EnumSet.of(Promise.C3, Promise.C4, Promise.C6));
        BROKEN.put(Bug.A_REFUSED_SET_IS_DONE, EnumSet.of(Promise.C6));
        BROKEN.put(Bug.A_ZXID_IS_USED_TWICE, EnumSet.of(Promise.C1));
        BROKEN.put(Bug.A_WATCH_COMES_AFTER_THE_ANSWER, EnumSet.of(Promise.C7));
        BROKEN.put(Bug.A_WATCH_IS_FORGOTTEN, EnumSet.of(Promise.C7));
        BROKEN.put(Bug.A_WATCH_STAYS, EnumSet.of(Promise.C7));
        BROKEN.put(Bug.A_CLOSE_LEAVES_EPHEMERALS, EnumSet.of(Promise.C8));
        BROKEN.put(Bug.A_VERSION_IS_NOT_CHECKED, EnumSet.of(Promise.C3));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatAnEnsembleDoesWrongIsFound(Bug bug) {
        int found = 0;
        for (long seed = base; seed < base + SEEDS_PER_BUG; seed++) {
            var verdict = HistoryCheck.judge(MadeUpEnsemble.history(seed, bug, OPERATIONS));
            boolean named =
                    verdict.findings().stream()
                            .anyMatch(f -> BROKEN.get(bug).contains(f.promise()));
            if (named) found++;
        }
        System.out.printf("%s: found in %d of %d histories%n", bug, found, SEEDS_PER_BUG);
        assertThat(found).as("histories in which it is found, from seed %d", base).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMadeWrongInARightHistoryIsFound(Mutation mutation) {
        int changed = 0;
        int found = 0;
        for (long seed = base; seed < base + SEEDS_PER_BUG; seed++) {
            var history = MadeUpEnsemble.history(seed, Bug.NONE, OPERATIONS);
            var mutated = mutation.in(history, new Random(seed));
            if (mutated.isEmpty()) continue;
            changed++;
            var findings = HistoryCheck.judge(mutated.get()).findings();
            if (findings.stream().anyMatch(f -> mutation.breaks().contains(f.promise()))) found++;
        }
        // What was made wrong may be explained by an answer that was lost, now and then.
        System.out.printf("%s: found in %d of %d histories%n", mutation, found, changed);
        assertThat(found)
                .as("from seed %d", base)
                .isPositive()
                .isGreaterThanOrEqualTo(changed * 4 / 5);
    }
}
