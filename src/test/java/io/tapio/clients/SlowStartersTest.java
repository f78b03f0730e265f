package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who announces a long first frame and brings it byte by byte costs little, and not for long. */
class SlowStartersTest {
    private static final int STARTERS = Integer.getInteger("tapio.faults.slow", 1_000);
    private static final int WARM_UP = 100;
    private static final int ANNOUNCED = 1_000_000;
    private static final int PATIENCE_MS = 5_000;
    private static final int MOST_BYTES_EACH = 2_048;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path directory;

    @Test
    @Fault("F93")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void thousandsOfThemCostLittleAndAreClosed() throws Exception {
        int port = ServerProcess.freePort();
        var patience = "-Dzookeeper.nio.sessionlessCnxnTimeout=" + PATIENCE_MS;
        var data = directory.resolve("data");
        try (var server = TapioProcess.start(data, port, "-Xmx128m", patience)) {
            server.awaitAnswer();
            for (var each : begin(server.address(), WARM_UP)) each.close();
            long before = LiveHeap.bytes(server.pid());
            try (var honest = RawSession.open(server.address(), 30_000)) {
                var starters = begin(server.address(), STARTERS);
                dribble(starters);
                dribble(starters);
                long each = (LiveHeap.bytes(server.pid()) - before) / STARTERS;
                System.out.printf("%d slow starters cost %d bytes each%n", STARTERS, each);
                assertThat(each).isLessThan(MOST_BYTES_EACH);
                assertThat(honest.call(honest.exists("/", false)).err()).isZero();

                awaitClosed(starters);
                assertThat(honest.call(honest.exists("/", false)).err()).isZero();
            }
        }
    }

    private static List<SocketChannel> begin(InetSocketAddress address, int count)
            throws IOException {
        var starters = new ArrayList<SocketChannel>();
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(address);
            channel.configureBlocking(false);
            channel.write(ByteBuffer.allocate(4).putInt(0, ANNOUNCED));
            starters.add(channel);
        }
        return starters;
    }

    private static void dribble(List<SocketChannel> starters) throws IOException {
        for (var each : starters) each.write(ByteBuffer.allocate(1));
    }

    private static void awaitClosed(List<SocketChannel> starters) throws IOException {
        var deadline = Deadline.in(LIMIT);
        for (var each : starters) {
            each.configureBlocking(true);
            each.socket().setSoTimeout(deadline.remainingMs());
            assertThat(each.socket().getInputStream().read()).isEqualTo(-1);
            each.close();
        }
    }
}
