package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever works at Apache's shell cannot tell Tapio from Apache ZooKeeper. */
class ZkCliSessionTest {
    private static final Path SCRIPT = Path.of("src", "test", "clients", "zkcli", "session.txt");
    private static final Path KEPT = Path.of("target", "clients", "zkcli");

    @TempDir Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aLongSessionReadsTheSameAsWithApache() throws Exception {
        var expected = transcript("apache", ApacheProcess::start);
        var actual = transcript("under-test", ServerProcess.Launcher.underTest());

        assertThat(ZkCli.commands(SCRIPT, 0)).hasSizeGreaterThan(45);
        assertThat(actual).isEqualTo(expected);
    }

    private String transcript(String name, ServerProcess.Launcher launcher)
            throws IOException, InterruptedException {
        var room = Files.createDirectory(directory.resolve(name));
        int port = ServerProcess.freePort();
        try (var server = launcher.start(room.resolve("data"), port, "-Xmx256m")) {
            server.awaitAnswer();
            var commands = ZkCli.commands(SCRIPT, port);
            var output = ZkCli.run(server.address(), commands, room);
            var transcript = Transcript.of(commands, output, port);
            Files.createDirectories(KEPT);
            Files.writeString(KEPT.resolve(name + ".txt"), transcript);
            return transcript;
        }
    }
}
