package io.tapio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line says what is wanted, or makes no sense. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String words) {
        return BenchCommand.run(
                List.of(words.split(" ", -1)), new PrintWriter(out), new PrintWriter(err));
    }

    @Test
    void helpNamesEveryWorkload() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains(Suite.words().keySet()).contains("--rate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gett                        | did you mean 'get'?",
                "fanout                      | did you mean 'fan-out'?",
                "xyzzy                       | there are get, exists",
                "--sekonds 3                 | --seconds",
                "--seconds three             | --seconds",
                "--seconds 0                 | --seconds is 0.2 to 86400",
                "--suite slow                | --suite is quick or full",
                "--size 7                    | --size is 8 to",
                "--members 8                 | --members is 1 to 7",
                "--hosts a:1 --members 3     | either --hosts or --members",
                "--hosts a:b                 | --hosts wants HOST:PORT, not 'a:b'",
                "fail-over --hosts a:1       | an ensemble of its own",
                "fail-over --members 1       | an ensemble of its own",
                "get --compare a b           | --compare measures nothing",
                "--rate 0                    | --rate is above 0",
            })
    void whatMakesNoSenseIsToldWithTheReason(String words, String reason) {
        assertThat(run(words)).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
    }

    @Test
    void aHostThatCannotBeReachedIsNamed() {
        assertThat(run("get --hosts 127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("127.0.0.1:1 cannot be reached");
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThat(run("get --hosts no-such-host.invalid:2181")).isEqualTo(1);
        assertThat(err.toString()).contains("no-such-host.invalid:2181: no such host");
    }

    @Test
    void onlyReportsAreCompared(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("a.json"), "{\"format\":");

        assertThat(run("--compare %s %s".formatted(file, file))).isEqualTo(1);
        assertThat(err.toString()).contains("a.json is no report of a benchmark");
    }
}
