package io.tapio.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Result;
import org.junit.jupiter.api.Test;

/** Each second tells what it brought. */
class TallyTest {
    private static final long MS = 1_000_000;

    private final Tally tally = new Tally();

    private void add(long heardMs, long tookMs, Call call, Answer answer) {
        long heard = heardMs * MS;
        tally.add(new Operation(1, 1, 1, heard - tookMs * MS, heard, call, answer));
    }

    @Test
    void operationsAreCountedInTheSecondOfTheirAnswer() {
        var read = new Call.GetData("/r", false);
        var write = new Call.Delete("/r", -1);
        var done = new Answer.Done(1, new Result.Nothing());
        add(100, 10, write, done);
        add(200, 10, write, new Answer.Failed(1, -101, 0));
        add(2_100, 10, read, done);
        add(2_200, 10, read, new Answer.Lost());

        var seconds = tally.seconds();
        assertThat(seconds).hasSize(3);
        assertThat(seconds.get(0))
                .returns(1, Tally.Second::writes)
                .returns(1, Tally.Second::refused);
        assertThat(seconds.get(1)).isEqualTo(new Tally.Second(0, 0, 0, 0, 0, 0, 0));
        assertThat(seconds.get(2)).returns(1, Tally.Second::reads).returns(1, Tally.Second::lost);
    }

    @Test
    void latenciesAreKnownToAFifth() {
        var read = new Call.GetData("/r", false);
        var done = new Answer.Done(1, new Result.Nothing());
        for (int ms = 1; ms <= 100; ms++) add(900, ms, read, done);

        var second = tally.seconds().getFirst();
        assertThat(second.p50()).isCloseTo(50, withPercentage(20));
        assertThat(second.p99()).isCloseTo(99, withPercentage(20));
        assertThat(second.max()).isCloseTo(100, withPercentage(1));
    }
}
