package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.processes.EnsembleUnderTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever works at Apache's shell cannot tell Tapio from Apache ZooKeeper. */
@Timeout(300)
class ZkCliSessionTest {
    private static final Path SCRIPT = Path.of("src", "test", "clients", "zkcli", "session.txt");
    private static final Path KEPT = Path.of("target", "clients", "zkcli");

    /** The answers in which an ensemble tells of its members, and one server has nothing to say. */
    private static final Pattern MEMBERS =
            Pattern.compile("(?ms)^> (config|get -s /zookeeper/config).*?^$");

    @TempDir static Path directory;
    private static String expected;

    @BeforeAll
    static void oneServerOfApachesIsAsked() throws Exception {
        expected = transcript("apache", ApacheProcess::start);
        assertThat(ZkCli.commands(SCRIPT, 0)).hasSizeGreaterThan(45);
    }

    @Test
    void aLongSessionReadsTheSameAsWithApache() throws Exception {
        var actual = transcript("under-test", ServerProcess.Launcher.underTest());

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void aLongSessionAtAFollowerReadsTheSameAsWithOneServerOfApaches() throws Exception {
        var room = Files.createDirectory(directory.resolve("follower"));
        try (var ensemble = EnsembleUnderTest.start(room.resolve("data"))) {
            var actual = transcript("follower", ensemble.address(), room);

            assertThat(withoutMembers(actual)).isEqualTo(withoutMembers(expected));
        }
    }

    private static String withoutMembers(String transcript) {
        return MEMBERS.matcher(transcript).replaceAll("");
    }

    private static String transcript(String name, ServerProcess.Launcher launcher)
            throws IOException, InterruptedException {
        var room = Files.createDirectory(directory.resolve(name));
        int port = ServerProcess.freePort();
        try (var server = launcher.start(room.resolve("data"), port, "-Xmx256m")) {
            server.awaitAnswer();
            return transcript(name, server.address(), room);
        }
    }

    private static String transcript(String name, InetSocketAddress server, Path room)
            throws IOException, InterruptedException {
        var commands = ZkCli.commands(SCRIPT, server.getPort());
        var output = ZkCli.run(server, commands, room);
        var transcript = Transcript.of(commands, output, server.getPort());
        Files.createDirectories(KEPT);
        Files.writeString(KEPT.resolve(name + ".txt"), transcript);
        return transcript;
    }
}
