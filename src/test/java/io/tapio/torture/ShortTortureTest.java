package io.tapio.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short torture with every kind of harm that this machine allows; the tool itself runs longer.
 */
@Timeout(180)
class ShortTortureTest {

    @Test
    void threeMembersSurviveAndLeaveAPageToReadIt(@TempDir Path out) throws Exception {
        var words =
                List.of("--seconds", "18", "--members", "3", "--clients", "4", "--out", "" + out);

        int exitCode = TortureCommand.run(words);

        if (exitCode != 0) tellWhatTheMembersSaid(out);
        assertThat(exitCode).as("0: nothing is wrong").isZero();
        assertThat(Files.size(out.resolve("history.jsonl"))).isPositive();
        assertThat(Files.readString(out.resolve("timeline.html")))
                .contains("\"members\":3")
                .doesNotContain("__DATA__");
    }

    private static void tellWhatTheMembersSaid(Path out) throws Exception {
        try (var files = Files.walk(out)) {
            for (var diary : files.filter(file -> file.endsWith("diary.txt")).toList()) {
                var lines = Files.readAllLines(diary);
                System.out.println("---- " + diary);
                lines.subList(Math.max(0, lines.size() - 60), lines.size())
                        .forEach(System.out::println);
            }
        }
    }
}
