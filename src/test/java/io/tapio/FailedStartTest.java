package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.faults.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails gives back the port and the directory before it says so. */
class FailedStartTest {
    private static final String JOURNAL = "tapio-1/journal-00000000000000000001.seg";

    @TempDir Path directory;
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    private Server start() throws Exception {
        String text =
                "dataDir=%s%nclientPort=%d%nclientPortAddress=127.0.0.1%n"
                        .formatted(directory, port);
        return Server.start(
                TapioConfig.load(ZooCfg.parse("test.cfg", text), new Properties()).config());
    }

    private StartFailure failure() {
        return catchThrowableOfType(StartFailure.class, this::start);
    }

    @Test
    void afterDamageNothingIsLeftRunning() throws Exception {
        start().close();
        byte[] good = Files.readAllBytes(directory.resolve(JOURNAL));
        byte[] bad = good.clone();
        bad[600] ^= 1;
        Files.write(directory.resolve(JOURNAL), bad);

        var failure = failure();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.DATA_UNUSABLE);
        assertThat(failure).hasMessageContaining(JOURNAL + " at byte ");
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        Files.write(directory.resolve(JOURNAL), good);
        start().close();
    }

    @Test
    void aPortThatIsTakenLeavesTheDirectoryFree() throws Exception {
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThat(failure().exitCode()).isEqualTo(ExitCode.FAILED);
        }
        start().close();
    }

    @Test
    @Fault("F40")
    void aSecondServerInTheSameProcessIsRefusedAndTheFirstGoesOn() throws Exception {
        try (var first = start()) {
            var failure = failure();

            assertThat(failure.exitCode()).isEqualTo(ExitCode.DATA_UNUSABLE);
            assertThat(failure).hasMessageContaining("another member in this process");
            assertThat(first.failure()).isNotDone();
        }
    }
}
