package io.tapio.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.work.Bounds.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No operation does more work than it did: the guard of what makes the server fast.
 *
 * <p>The counting is done by a process of its own, whose JVM allocates what the source says: the
 * compiler that could do without some of the objects, and in one run more than in another, is
 * switched off. With it there are up to a fifth fewer bytes; {@code docs/jmh.md} says how many.
 */
final class WorkPerOperationTest {
    private static final Path BOUNDS = Path.of("src/test/resources/io/tapio/work/bounds.txt");
    private static final Path SEEN = Path.of("target/work-per-operation.txt");
    private static final boolean RECORD = System.getProperty("tapio.work.record") != null;
    private static final int JDK = Runtime.version().feature();
    private static final int ROUNDS = 10;
    private static final int PATIENCE_SECONDS = 300;

    @TempDir Path directory;

    @Test
    void noOperationDoesMoreThanItsBoundAllows() throws Exception {
        List<Count> counts = counted();
        if (RECORD) Files.writeString(BOUNDS, Bounds.of(counts, JDK).text());
        Bounds bounds = Bounds.parse(Files.readString(BOUNDS));
        String table = bounds.table(counts, JDK);
        Files.writeString(SEEN, table + "\n"); // for whoever wants to look

        assertThat(counts)
                .filteredOn(count -> bounds.verdict(count, JDK) != Verdict.GOOD)
                .as("counted on JDK %d\n%s", JDK, table)
                .isEmpty();
        assertThat(bounds.notCounted(counts)).as(table).isEmpty();
    }

    private List<Count> counted() throws IOException, InterruptedException {
        Path figures = directory.resolve("figures");
        Path said = directory.resolve("said");
        Process process =
                new ProcessBuilder(command(figures))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readAllLines(figures).stream().map(Count::parse).toList();
    }

    private List<String> command(Path figures) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseParallelGC",
                                "-XX:TieredStopAtLevel=1"));
        if (JDK >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(
                        Counting.class.getName(),
                        directory.resolve("data").toString(),
                        figures.toString(),
                        Integer.toString(ROUNDS)));
        return command;
    }
}
