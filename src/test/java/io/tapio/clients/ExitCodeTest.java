package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that cannot start, or has nothing to stop, leaves in the terminal. */
class ExitCodeTest {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_CONFIGURATION = 2;
    private static final int DATA_UNUSABLE = 3;

    @TempDir Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private Program.Ended tapio(String command, Path dataDir, int port) throws Exception {
        var config = ServerProcess.configFor(dataDir, port);
        return Program.run(directory, command, "--config", config.toString());
    }

    private static void assertOneLine(Program.Ended ended, int exitCode, String... parts) {
        assertThat(ended.err()).singleElement().asString().contains(parts);
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out()).allMatch(line -> line.contains(" WARN ")); // of the configuration
    }

    @Test
    @Fault("F87")
    void everyMistakeInTheConfigurationIsToldAtOnce() throws Exception {
        var config = directory.resolve("bad.cfg");
        Files.writeString(config, "clientPort=x\ntickTme=3\ndataDir=d\nmaxClientCnxns=-4\n");

        var ended = Program.run(directory, "start", "--config", config.toString());

        assertThat(ended.exitCode()).isEqualTo(BAD_CONFIGURATION);
        assertThat(ended.err()).hasSize(3).allMatch(line -> line.startsWith("bad.cfg:"));
        assertThat(ended.err().get(1)).contains(":2: 'tickTme'", "did you mean 'tickTime'?");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void aPortInUseIsToldOnce() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            var ended = tapio("start", data(), port);

            String where = "cannot listen on 127.0.0.1:" + port;
            assertOneLine(ended, FAILED, where, "Address already in use; ", "clientPort");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsTold() throws Exception {
        var config = ServerProcess.configFor(data(), 2181);
        String text = Files.readString(config);
        Files.writeString(config, text.replace("127.0.0.1", "192.0.2.1"));

        var ended = Program.run(directory, "start", "--config", config.toString());

        assertOneLine(ended, FAILED, "cannot listen on 192.0.2.1:2181: ", "clientPortAddress");
    }

    @Test
    @Fault("F40")
    void aDirectoryInUseIsToldWithItsProcess() throws Exception {
        try (var first = TapioProcess.start(data(), ServerProcess.freePort()).awaitAnswer()) {
            var ended = tapio("start", data(), ServerProcess.freePort());

            String who = "is in use by process " + first.pid();
            assertOneLine(ended, DATA_UNUSABLE, data().toString(), who);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTold() throws Exception {
        var file = Files.createFile(directory.resolve("file"));
        var config = ServerProcess.configFor(data(), ServerProcess.freePort());
        String text = Files.readString(config);
        Files.writeString(config, text.replace(data().toString(), file + "/data"));

        var ended = Program.run(directory, "start", "--config", config.toString());

        assertOneLine(ended, DATA_UNUSABLE, "not a directory: " + file, "dataDir");
    }

    @Test
    @Fault("F33")
    void aDirectoryThatCannotBeWrittenIsTold() throws Exception {
        Files.createDirectories(data());
        try (var readOnly = SmallDisk.mount(data(), "size=1m,ro")) {
            var config = ServerProcess.configFor(data(), ServerProcess.freePort());

            var ended = Program.run(directory, "start", "--config", config.toString());

            assertOneLine(ended, DATA_UNUSABLE, data().toString(), "Read-only");
        }
    }

    @Test
    void aDirectoryThatMayNotBeMadeIsTold() throws Exception {
        var config = ServerProcess.configFor(data(), ServerProcess.freePort());
        Files.delete(data());

        var ended =
                Program.run(
                        directory,
                        "start",
                        "--config",
                        config.toString(),
                        "-Dzookeeper.datadir.autocreate=false");

        assertOneLine(ended, DATA_UNUSABLE, data() + " does not exist");
        assertThat(data()).doesNotExist();
    }

    @Test
    void stopAndStatusOfARunningServer() throws Exception {
        int port = ServerProcess.freePort();
        try (var server = TapioProcess.start(data(), port).awaitAnswer()) {
            var status = tapio("status", data(), port);
            assertThat(status.exitCode()).isEqualTo(OK);
            assertThat(status.out()).contains("serving on 127.0.0.1:" + port, "Mode: standalone");

            var stop = tapio("stop", data(), port);

            assertThat(stop.exitCode()).isEqualTo(OK);
            assertThat(stop.out()).containsExactly(stopped(server.pid()));
            assertThat(server.isAlive()).isFalse();
        }
    }

    private String stopped(long pid) {
        return "stopped process " + pid + ", data in " + data();
    }

    @Test
    void stopAndStatusWithoutAServer() throws Exception {
        int port = ServerProcess.freePort();
        Files.createDirectories(data());
        Files.writeString(data().resolve("tapio.pid"), ProcessHandle.current().pid() + "\n");

        var status = tapio("status", data(), port);
        var stop = tapio("stop", data(), port);

        assertThat(status.exitCode()).isEqualTo(FAILED);
        assertThat(status.out()).containsExactly("no server answers on 127.0.0.1:" + port);
        assertThat(stop.exitCode()).isEqualTo(OK);
        assertThat(stop.out()).containsExactly("no server is running with data in " + data());
    }
}
