package io.tapio.torture.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small histories that people can read, each in a file of its own. A bad one begins its name with
 * the promise that it breaks, and its first line says how.
 */
class HandMadeHistoriesTest {
    private static final int STEPS_MAX = 100_000;

    static Stream<Path> bad() throws Exception {
        return files("bad");
    }

    static Stream<Path> good() throws Exception {
        return files("good");
    }

    private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
        var url = HandMadeHistoriesTest.class.getResource(folder);
        try (var files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatIsWrongIsFoundByItsCheckAndSaidInOneSentence(Path file) throws Exception {
        var name = file.getFileName().toString();
        var promise =
                Promise.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT));
        var says = Files.readAllLines(file).getFirst().substring(2);

        assertThat(findings(HistoryFile.read(file)))
                .as("findings, with their promises")
                .anySatisfy(
                        finding -> {
                            assertThat(finding.promise()).isEqualTo(promise);
                            assertThat(finding.says()).isEqualTo(says);
                            assertThat(finding.concerned()).isNotEmpty();
                        });
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsRightPasses(Path file) {
        assertThat(findings(HistoryFile.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({"bad", "good"})
    void everyHistoryIsWrittenAsItWasRead(Path file) {
        var history = HistoryFile.read(file);
        var lines = history.events().stream().map(HistoryFile::line);
        assertThat(HistoryFile.parse(lines)).isEqualTo(history);
    }

    @Test
    void everyPromiseIsBrokenBySomeHistory() throws Exception {
        var names = bad().map(file -> file.getFileName().toString()).toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(30);
        for (var promise : Promise.values()) {
            var prefix = promise.name().toLowerCase(Locale.ROOT) + "-";
            assertThat(names).as(promise.text()).anyMatch(name -> name.startsWith(prefix));
        }
    }

    private static List<Finding> findings(History history) {
        var all = new ArrayList<>(HistoryCheck.judge(history).findings());
        all.addAll(Linearizability.judge(history, STEPS_MAX).findings());
        return all;
    }
}
