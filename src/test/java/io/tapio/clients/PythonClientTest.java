package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Python programs do with ZooKeeper through Kazoo, they can do with Tapio. */
class PythonClientTest {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration ALL_SCENARIOS = Duration.ofMinutes(5);

    @TempDir Path directory;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void kazooAndItsRecipesWork() {
        var program = ForeignProgram.copied("python");
        var python = pythonWithKazoo(program);

        try (var server = Servers.tapio(directory)) {
            var address = "127.0.0.1:" + server.address().getPort();
            var command = List.of(python, "acceptance.py", address);
            var outcome = ForeignProgram.run(program, ALL_SCENARIOS, command);

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output()).contains("ok a_party_knows_who_is_there");
        }
    }

    /** The distribution's Python has the distribution's packages; another may come first. */
    private static String pythonWithKazoo(Path directory) {
        if (look("python3", directory).isGood()) return "python3";
        ForeignProgram.needs("python3 with kazoo", look("/usr/bin/python3", directory));
        return "/usr/bin/python3";
    }

    private static ForeignProgram.Outcome look(String python, Path directory) {
        return ForeignProgram.run(directory, LOOK, List.of(python, "-c", "import kazoo.client"));
    }
}
