package io.tapio.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static Runs threeOfOurs() {
        var runs = new Runs();
        runs.add(
                "{\"label\":\"A\",\"workload\":\"get-lat\",\"srv_us_op\":114.9,\"errors\":0,\"wrong\":0}");
        runs.add(
                "{\"label\":\"B\",\"workload\":\"get-lat\",\"srv_us_op\":24.0,\"errors\":1,\"wrong\":0}");
        runs.add(
                "{\"label\":\"B\",\"workload\":\"get-lat\",\"srv_us_op\":3e1,\"errors\":0,\"wrong\":2}");
        runs.add(
                "{\"label\":\"B\",\"workload\":\"get-lat\",\"srv_us_op\":null,\"errors\":0,\"wrong\":0}");
        return runs;
    }

    @Test
    void theMedianIsOfTheRunsThatHaveTheFigure() {
        assertThat(threeOfOurs().median("B", "get-lat", "srv_us_op"))
                .isEqualTo(OptionalDouble.of(27));
        assertThat(threeOfOurs().median("B", "get", "srv_us_op")).isEmpty();
    }

    @Test
    void errorsAndWrongAnswersOfAllRunsAddUp() {
        assertThat(threeOfOurs().wrong("B", "get-lat")).isEqualTo(3);
    }

    @Test
    void aRatioThatMissesItsBoundIsBold() {
        var missed = new Cell(OptionalDouble.of(100), OptionalDouble.of(60), 0.5, false);
        assertThat(missed.columns()).isEqualTo("100 | 60.0 | **0.60 (≤ 0.5)**");
        var kept = new Cell(OptionalDouble.of(100), OptionalDouble.of(300), 3, true);
        assertThat(kept.columns()).isEqualTo("100 | 300 | 3.00 (≥ 3.0)");
    }
}
