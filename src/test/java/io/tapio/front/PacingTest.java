package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteWriter;
import io.tapio.wire.Frames;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PacingTest {
    private static final int GET = 4;
    private static final int CREATE = 1;

    private final Pacing pacing = new Pacing();

    private static Frames frames(int... opCodes) {
        JuteWriter out = new JuteWriter(64);
        for (int opCode : opCodes) {
            out.int32(0).int32(opCode);
        }
        Frames frames = new Frames(out.toBytes().toArray());
        for (int i = 0; i < opCodes.length; i++) {
            frames.add(8 * i, 8 * i + 8);
        }
        return frames;
    }

    private static Frames many(int count, int opCode) {
        return frames(IntStream.range(0, count).map(i -> opCode).toArray());
    }

    @Test
    void writesAreAllAdmitted() {
        assertThat(pacing.admit(many(5_000, CREATE), 0)).isEqualTo(5_000);
        assertThat(pacing.unanswered()).isEqualTo(5_000);
    }

    @Test
    void ofUnansweredReadsThereAreThirtyTwo() {
        assertThat(pacing.admit(many(100, GET), 0)).isEqualTo(32);
        assertThat(pacing.admit(many(100, GET), 32)).isEqualTo(32);
    }

    @Test
    void whenTheOlderHalfIsAnsweredThereIsRoomForAnother() {
        Frames reads = many(100, GET);
        pacing.admit(reads, 0);

        pacing.answered(15);
        assertThat(pacing.admit(reads, 32)).isEqualTo(32);
        pacing.answered(1);
        assertThat(pacing.admit(reads, 32)).isEqualTo(48);
    }

    @Test
    void whenAllAreAnsweredThereIsRoomForAll() {
        Frames reads = many(100, GET);
        pacing.admit(reads, 0);

        pacing.answered(32);

        assertThat(pacing.admit(reads, 32)).isEqualTo(64);
    }

    @Test
    void aReadThatWaitsHoldsUpWhatFollowsIt() {
        pacing.admit(many(32, GET), 0);

        assertThat(pacing.admit(frames(CREATE, CREATE, GET, CREATE), 0)).isEqualTo(2);
    }

    @Test
    void neverAreMoreThanThirtyTwoReadsUnanswered() {
        Frames reads = many(2_000, GET);
        int given = 0;
        int answered = 0;
        int most = 0;
        for (int step = 0; answered < 2_000; step++) {
            given = pacing.admit(reads, given);
            most = Math.max(most, given - answered);
            int now = Math.min(given - answered, 1 + step % 7);
            pacing.answered(now);
            answered += now;
        }

        assertThat(most).isEqualTo(32);
        assertThat(pacing.unanswered()).isZero();
        assertThat(pacing.unansweredBytes()).isZero();
    }

    @Test
    void moreAnswersThanQuestionsCountAsNone() {
        pacing.admit(many(3, CREATE), 0);

        assertThat(pacing.answered(5)).isEqualTo(24);
        assertThat(pacing.answered(1)).isZero();
        assertThat(pacing.unanswered()).isZero();
    }
}
