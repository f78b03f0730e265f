package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Idle clients are cheap: thousands of them cost a small server little memory and none expires. */
class IdleSessionsTest {
    private static final int SESSIONS = Integer.getInteger("tapio.idle.sessions", 2000);
    private static final Duration HELD =
            Duration.ofSeconds(Integer.getInteger("tapio.idle.seconds", 10));
    private static final int TIMEOUT_MS = 9000;
    private static final int WARM_UP = 200;
    private static final long GROWTH_LIMIT = 64 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir Path directory;

    @Test
    @Fault("F90")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void thousandsOfIdleSessionsLiveOnAndCostLittleMemory() throws Exception {
        var data = directory.resolve("data");
        int port = ServerProcess.freePort();
        try (var server = ServerProcess.Launcher.underTest().start(data, port, "-Xmx512m")) {
            server.awaitAnswer();
            try (var warmUp = new IdleSessions(server.address(), TIMEOUT_MS)) {
                warmUp.open(WARM_UP, Deadline.in(LIMIT));
            }
            long before = LiveHeap.bytes(server.pid());

            try (var sessions = new IdleSessions(server.address(), TIMEOUT_MS)) {
                sessions.open(SESSIONS, Deadline.in(LIMIT));
                sessions.hold(HELD);
                sessions.settle(Deadline.in(LIMIT));
                long growth = LiveHeap.bytes(server.pid()) - before;

                System.out.printf(
                        "%s; live heap %,d + %,d bytes, %,d a session%n",
                        sessions, before, growth, growth / SESSIONS);
                assertThat(sessions.alive()).as(sessions.toString()).isEqualTo(SESSIONS);
                assertThat(growth).as("growth of the live heap").isLessThanOrEqualTo(GROWTH_LIMIT);
            }
        }
    }
}
