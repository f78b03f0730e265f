package io.tapio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.TapioServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong reply makes the run fail, and says what was wrong. */
@Timeout(60)
class LiesAreCaughtTest {
    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String workload, String host) {
        var words =
                "%s --seconds 0.3 --warmup 0 --nodes 20 --connections 1 --window 1 --hosts %s --out %s";
        return BenchCommand.run(
                List.of(words.formatted(workload, host, folder).split(" ", -1)),
                new PrintWriter(out),
                new PrintWriter(err));
    }

    @ParameterizedTest
    @CsvSource({
        "DAMAGED_DATA,get,damaged data at znode",
        "ZXID_BACK,get,zxid 0x1 after",
        "ERROR,get,error -101",
        "ERROR,set,error -101",
        "OTHER_XID,get,a reply to",
        "FORGOTTEN_WRITE,set,writes were acknowledged",
    })
    void everyLieIsCaught(LyingServer.Lie lie, String workload, String reason) throws Exception {
        try (var server = TapioServer.start();
                var liar = LyingServer.before(server.port(), lie)) {
            assertThat(run(workload, liar.address())).isEqualTo(1);
        }
        assertThat(out.toString()).contains("WRONG: ").contains(reason);
    }

    @Test
    void aServerThatServesNobodyIsNotMeasured() throws Exception {
        try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuse(door));

            assertThat(run("get", "127.0.0.1:" + door.getLocalPort())).isEqualTo(1);
        }
        assertThat(err.toString()).contains("answers, but serves nobody now");
    }

    private static void refuse(ServerSocket door) {
        try (var client = door.accept()) {
            client.getInputStream().readNBytes(4);
            var says = "This ZooKeeper instance is not currently serving requests\n";
            client.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
        } catch (java.io.IOException e) {
            // the test will tell
        }
    }
}
