package io.tapio.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** All scenario files beside a test class, each as a test of its own. */
public final class Scenarios {
    private static final Path SOURCES = Path.of("src/test/java");
    private static final boolean REWRITE = System.getProperty("scenario.rewrite") != null;

    private Scenarios() {}

    /** Every file is played by a player of its own. */
    public static Stream<DynamicTest> beside(Class<?> test, Supplier<Player> players)
            throws IOException {
        Path directory = SOURCES.resolve(test.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(directory)) {
            var scenarios =
                    files.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
            assertThat(scenarios).as("scenario files in %s", directory).isNotEmpty();
            return scenarios.stream()
                    .map(
                            file ->
                                    DynamicTest.dynamicTest(
                                            file.getFileName().toString(),
                                            file.toUri(),
                                            () -> play(file, players.get())));
        }
    }

    private static void play(Path file, Player player) throws IOException {
        String recorded = Files.readString(file);
        String now = Scenario.replayed(recorded, player);
        if (REWRITE) Files.writeString(file, now);
        else assertThat(now).isEqualTo(recorded);
    }
}
