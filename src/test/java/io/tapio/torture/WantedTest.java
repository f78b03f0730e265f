package io.tapio.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line says what is wanted, or makes no sense. */
class WantedTest {

    @Test
    void nothingSaidMeansTenMinutesOfEverything() throws Exception {
        var wanted = Wanted.parse(List.of(), 7);
        assertThat(wanted.duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(wanted.members()).isEqualTo(3);
        assertThat(wanted.faults()).containsExactlyInAnyOrder(Kind.values());
        assertThat(wanted.seed()).isEqualTo(7);
    }

    @Test
    void everythingCanBeSaidInEitherForm() throws Exception {
        var wanted =
                Wanted.parse(
                        List.of("--minutes=0.5", "--members", "5", "--faults=kill,slow-disk"), 7);
        assertThat(wanted.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(wanted.members()).isEqualTo(5);
        assertThat(wanted.faults()).containsExactlyInAnyOrder(Kind.KILL, Kind.SLOW_DISK);
        assertThat(Wanted.parse(List.of("--out", "x", "--seed", "3"), 7))
                .returns(Path.of("x"), Wanted::out)
                .returns(3L, Wanted::seed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--members 4",
                "--members two",
                "--faults flood",
                "--minutes",
                "--strange 1",
                "--faults "
            })
    void whatMakesNoSenseIsRefused(String words) {
        assertThatThrownBy(() -> Wanted.parse(List.of(words.split(" ", -1)), 7))
                .isInstanceOf(Wanted.Senseless.class);
    }
}
