package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.compat.AloneAndInAnEnsemble;
import io.tapio.faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Python programs do with ZooKeeper through Kazoo, they can do with Tapio. */
class PythonClientTest extends AloneAndInAnEnsemble {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration ALL_SCENARIOS = Duration.ofMinutes(5);

    @Test
    @Fault("F104")
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void kazooAndItsRecipesWork() {
        var program = ForeignProgram.copied("python");
        var python = pythonWithKazoo(program);

        var command = List.of(python, "acceptance.py", server.connectString());
        var outcome = ForeignProgram.run(program, ALL_SCENARIOS, command);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("ok a_party_knows_who_is_there");
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
