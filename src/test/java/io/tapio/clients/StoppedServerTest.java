package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.FourLetters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to end does so soon, in order, and forgets nothing. */
class StoppedServerTest {
    private static final int SIGTERM_EXIT = 143; // as the JVM ends by that signal
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final int WRITES = 3_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final List<Load> loads = new ArrayList<>();

    private ServerProcess start(int port) {
        return TapioProcess.start(directory.resolve("data"), port);
    }

    private Path pidFile() {
        return directory.resolve("data/tapio.pid");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aServerStoppedUnderLoadKeepsWhatItAcknowledged() throws Exception {
        int port = ServerProcess.freePort();
        try (var server = start(port).awaitAnswer()) {
            assertThat(Files.readString(pidFile())).isEqualTo(server.pid() + "\n");
            openLoads(server);
            stopUnderLoad(server);
            assertThat(pidFile()).doesNotExist();
            assertThat(server.log()).anyMatch(line -> line.endsWith("stopped"));
        }
        try (var server = start(port).awaitAnswer()) {
            assertThat(server.log()).anyMatch(line -> line.contains("closedCleanly=true"));
            for (var load : loads) load.attach(server.address());
            for (var load : loads) load.check();
        } finally {
            loads.forEach(Load::close);
        }
    }

    private void openLoads(ServerProcess server) throws Exception {
        for (int i = 0; i < 3; i++) {
            loads.add(new SequenceLoad(server.address(), "" + i, SESSION_TIMEOUT_MS));
            loads.add(new RegisterLoad(server.address(), "" + i, SESSION_TIMEOUT_MS));
        }
        loads.add(new EphemeralLoad(server.address(), "e", SESSION_TIMEOUT_MS));
    }

    private void stopUnderLoad(ServerProcess server) throws Exception {
        var enough = new CountDownLatch(WRITES);
        var stopping = new AtomicBoolean();
        try (var threads = Executors.newCachedThreadPool()) {
            var work = new ArrayList<Future<?>>();
            for (var load : loads) {
                work.add(threads.submit(() -> load.work(enough::countDown, stopping::get)));
            }
            assertThat(enough.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            stopping.set(true);
            server.terminate();
            server.terminate(); // an impatient operator changes nothing

            assertThat(server.awaitExit(Duration.ofSeconds(5))).isEqualTo(SIGTERM_EXIT);
            for (var future : work) future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void whatAKilledServerLeavesBehindIsNoHindrance() throws Exception {
        int port = ServerProcess.freePort();
        long first;
        try (var server = start(port).awaitAnswer();
                var session = RawSession.open(server.address(), SESSION_TIMEOUT_MS)) {
            RawSession.done(session.call(session.create("/kept", "value", 0)));
            first = server.pid();
            server.kill();
        }
        assertThat(Files.readString(pidFile())).isEqualTo(first + "\n");

        try (var server = start(port).awaitAnswer();
                var session = RawSession.open(server.address(), SESSION_TIMEOUT_MS)) {
            assertThat(RawSession.done(session.call(session.get("/kept", false))).ustring())
                    .isEqualTo("value");
            assertThat(Files.readString(pidFile())).isEqualTo(server.pid() + "\n");
            assertThat(server.log()).anyMatch(line -> line.contains("closedCleanly=false"));
            assertThat(FourLetters.ask(server.address(), "ruok")).isEqualTo("imok");
        }
    }
}
