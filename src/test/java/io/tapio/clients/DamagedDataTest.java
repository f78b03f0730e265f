package io.tapio.clients;

import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that finds its journal changed says where, and serves only if nothing is lost. */
class DamagedDataTest {
    private static final int DATA_UNUSABLE = 3;
    private static final int NODES = 200;
    private static final int SESSION_TIMEOUT_MS = 30_000;

    @TempDir Path directory;

    private final int port = ServerProcess.freePort();

    private Path data() {
        return directory.resolve("data");
    }

    private Path journal() {
        return data().resolve("tapio-1/journal-00000000000000000001.seg");
    }

    @BeforeEach
    void writeAndStop() throws IOException {
        try (var server = TapioProcess.start(data(), port).awaitAnswer();
                var session = RawSession.open(server.address(), SESSION_TIMEOUT_MS)) {
            for (int i = 0; i < NODES; i++) {
                done(session.call(session.create("/n-" + i, "some data", 0)));
            }
            server.terminate();
            server.awaitExit(Duration.ofSeconds(10));
        }
    }

    /** How much of the journal is written; zeros follow. */
    private static int used(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) end--;
        return end;
    }

    @Test
    @Fault("F21")
    void aFlippedBitIsRefusedWithItsPlace() throws Exception {
        byte[] bytes = Files.readAllBytes(journal());
        bytes[used(bytes) / 2] ^= 0b100;
        Files.write(journal(), bytes);

        var ended = Program.run(directory, "start", "--config", data() + ".cfg");

        assertThat(ended.exitCode()).isEqualTo(DATA_UNUSABLE);
        assertThat(ended.err()).singleElement().asString().contains(journal() + " at byte ");
        assertThat(ended.err().getFirst()).contains("Restore the data directories from a backup");
        assertThat(ended.out()).noneMatch(line -> line.contains("ERROR") || line.contains("\tat "));
        assertThat(Files.readAllBytes(journal())).isEqualTo(bytes);
    }

    @Test
    @Fault("F20")
    void anUnfinishedTailIsCutAndTold() throws Exception {
        byte[] bytes = Files.readAllBytes(journal());
        Files.write(journal(), Arrays.copyOf(bytes, used(bytes) - 10));

        try (var server = TapioProcess.start(data(), port).awaitAnswer();
                var session = RawSession.open(server.address(), SESSION_TIMEOUT_MS)) {
            assertThat(session.children("/")).hasSize(NODES + 1);
            assertThat(server.log())
                    .filteredOn(line -> line.contains("cut a record that was never finished"))
                    .singleElement()
                    .asString()
                    .contains(journal().toString(), "offset=", "bytes=");
        }
    }
}
