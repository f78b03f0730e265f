package io.tapio.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.work.Bounds.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BoundsTest {
    private static final Count BYTES = new Count("get one-by-one loop-bytes", 1000);
    private static final Count WRITES = new Count("get one-by-one writes", 1);
    private static final Bounds BOUNDS = Bounds.of(List.of(BYTES, WRITES), 25);

    @Test
    void oneSmallObjectMoreIsNoticed() {
        assertThat(verdict(new Count(BYTES.name(), 1032))).isEqualTo(Verdict.ABOVE);
        assertThat(verdict(new Count(BYTES.name(), 1010))).isEqualTo(Verdict.GOOD);
    }

    @Test
    void oneSystemCallMoreIsNoticed() {
        assertThat(verdict(new Count(WRITES.name(), 2))).isEqualTo(Verdict.ABOVE);
        assertThat(verdict(new Count(WRITES.name(), 1.1))).isEqualTo(Verdict.GOOD);
    }

    @Test
    void whatBecameMuchLessWantsANewBound() {
        assertThat(verdict(new Count(BYTES.name(), 450))).isEqualTo(Verdict.FALLEN);
        assertThat(verdict(new Count(BYTES.name(), 550))).isEqualTo(Verdict.GOOD);
    }

    @Test
    void anotherJdkMayMakeMoreObjectsOfItsOwn() {
        assertThat(BOUNDS.verdict(new Count(BYTES.name(), 1048), 21)).isEqualTo(Verdict.GOOD);
        assertThat(BOUNDS.verdict(new Count(WRITES.name(), 2), 21)).isEqualTo(Verdict.ABOVE);
    }

    @Test
    void nothingGoesWithoutABound() {
        assertThat(verdict(new Count("get one-by-one naps", 0))).isEqualTo(Verdict.UNKNOWN);
        assertThat(BOUNDS.notCounted(List.of(BYTES))).containsExactly(WRITES.name());
    }

    @Test
    void boundsAreReadAsTheyAreWritten() {
        Bounds read = Bounds.parse(BOUNDS.text());

        assertThat(read.text()).isEqualTo(BOUNDS.text());
    }

    private static Verdict verdict(Count count) {
        return BOUNDS.verdict(count, 25);
    }
}
