package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;

/**
 * However often servers come and go in one JVM, no thread, socket, file or memory stays; {@code
 * -Dtapio.kit.starts=1000} for longer.
 */
class NothingIsLeftBehindTest {
    private static final int USUAL_STARTS = 100;
    private static final int STARTS = Integer.getInteger("tapio.kit.starts", USUAL_STARTS);
    private static final int WARM_UP = 20;
    private static final long HEAP_SLACK_BYTES = 24L << 20; // what Pekko and the JDK keep for good
    private static final int SLACK = 8; // of descriptors: what the JDK opens when it likes
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private long startNanos;

    @Test
    void serversThatCameAndWentLeaveNothingBehind() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS));
        comeAndGo(WARM_UP);
        long threads = threads();
        long descriptors = descriptors();
        long heapBytes = heapBytes();

        startNanos = 0;
        long beganNanos = System.nanoTime();
        comeAndGo(STARTS);
        long eachMicros = (System.nanoTime() - beganNanos) / 1_000 / STARTS;

        await().atMost(Clients.SOON)
                .untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
        await().atMost(Clients.SOON)
                .untilAsserted(
                        () -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors + SLACK));
        await().atMost(Clients.SOON)
                .untilAsserted(
                        () ->
                                assertThat(heapBytes())
                                        .as("heap after %d servers, %d µs each", STARTS, eachMicros)
                                        .isLessThan(heapBytes + HEAP_SLACK_BYTES));
        if (STARTS == USUAL_STARTS) return;
        System.out.printf(
                "%d servers came and went, %d µs each, %d µs to start; threads %d then %d,"
                        + " descriptors %d then %d, heap %d KiB then %d KiB%n",
                STARTS,
                eachMicros,
                startNanos / 1_000 / STARTS,
                threads,
                threads(),
                descriptors,
                descriptors(),
                heapBytes >> 10,
                heapBytes() >> 10);
    }

    /** Every tenth one has a client that writes something. */
    private void comeAndGo(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            try (var server = TapioServer.start()) {
                startNanos += System.nanoTime() - begin;
                if (i % 10 != 0) continue;

                try (var client = Clients.connected(server.connectString())) {
                    Clients.create(client, "/written", CreateMode.PERSISTENT);
                }
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tapio"))
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private static long heapBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void ensemblesThatCameAndWentLeaveNoThread() {
        long threads = threads();
        for (int i = 0; i < 5; i++) {
            try (var all = TapioEnsemble.start(3)) {
                all.kill(all.leader());
                all.pause(all.leader());
            }
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
    }
}
