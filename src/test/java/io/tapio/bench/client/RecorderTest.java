package io.tapio.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of how long operations took. */
class RecorderTest {
    private static final long MS = 1_000_000;
    private static final Plan CLOSED = new Plan(100 * MS, 200 * MS, 10, 0);
    private static final Plan OPEN = new Plan(100 * MS, 200 * MS, 10, 1_000);

    @Test
    void percentilesAreRightToAThousandth() {
        var recorder = new Recorder(CLOSED);
        for (int i = 1; i <= 10_000; i++) recorder.record(150 * MS - i * 10_000L, 150 * MS);

        var all = Recorder.total(List.of(recorder));

        assertThat(all.getTotalCount()).isEqualTo(10_000);
        assertThat(all.getValueAtPercentile(50) / 1e3).isCloseTo(50_000, within(100.0));
        assertThat(all.getValueAtPercentile(99) / 1e3).isCloseTo(99_000, within(200.0));
        assertThat(all.getMaxValue() / 1e3).isCloseTo(100_000, within(200.0));
    }

    @Test
    void whatIsAnsweredBeforeOrAfterTheTimeDoesNotCount() {
        var recorder = new Recorder(CLOSED);
        recorder.record(98 * MS, 99 * MS);
        recorder.record(98 * MS, 100 * MS);
        recorder.record(198 * MS, 200 * MS);

        assertThat(recorder.answered()).isEqualTo(1);
        assertThat(Recorder.total(List.of(recorder)).getTotalCount()).isEqualTo(1);
    }

    @Test
    void inAnOpenLoopWhatWasDueCountsHoweverLateItIsAnswered() {
        var recorder = new Recorder(OPEN);
        recorder.record(150 * MS, 950 * MS);

        assertThat(recorder.answered()).isZero();
        assertThat(Recorder.total(List.of(recorder)).getMaxValue() / 1e6)
                .isCloseTo(800, within(1.0));
        assertThat(Recorder.slice(List.of(recorder), 5).getTotalCount()).isEqualTo(1);
    }

    @Test
    void threadsAddUp() {
        var one = new Recorder(CLOSED);
        var two = new Recorder(CLOSED);
        one.record(100 * MS, 101 * MS);
        two.record(100 * MS, 103 * MS);

        assertThat(Recorder.slice(List.of(one, two), 0).getTotalCount()).isEqualTo(2);
    }
}
