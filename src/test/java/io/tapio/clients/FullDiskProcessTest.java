package io.tapio.clients;

import static io.tapio.clients.RawSession.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.FourLetters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server on a real disk that fills up: it says no to what grows, and recovers by itself. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullDiskProcessTest {
    private static final int SYSTEM_ERROR = -1;
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final String DATA = "x".repeat(50_000);

    @TempDir Path directory;

    private final List<String> acknowledged = new ArrayList<>();
    private final int port = ServerProcess.freePort();
    private SmallDisk disk;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(Files.createDirectory(directory.resolve("disk")), "size=24m");
    }

    @AfterEach
    void unmount() {
        if (disk != null) disk.close();
    }

    private ServerProcess start(String... options) {
        return TapioProcess.start(disk.directory(), port, options).awaitAnswer();
    }

    private static RawSession session(ServerProcess server) throws IOException {
        return RawSession.open(server.address(), SESSION_TIMEOUT_MS);
    }

    private boolean create(RawSession session) throws IOException {
        String path = "/n-" + acknowledged.size();
        var reply = session.call(session.create(path, DATA, 0));
        if (reply.err() == SYSTEM_ERROR) return false;

        done(reply);
        acknowledged.add(path);
        return true;
    }

    private void assertNothingIsLost(RawSession session) throws IOException {
        for (String path : acknowledged) {
            assertThat(done(session.call(session.get(path, false))).ustring()).isEqualTo(DATA);
        }
    }

    private static long lines(ServerProcess server, String text) {
        return server.log().stream().filter(line -> line.contains(text)).count();
    }

    @Test
    @Fault("F31")
    void aFullDiskRefusesWhatGrowsAndPassesByItself() throws Exception {
        Path ballast = disk.ballast("ballast", 8 << 20);
        try (var server = start("-Dzookeeper.preAllocSize=64");
                var session = session(server)) {
            while (create(session)) {}
            assertThat(acknowledged).hasSizeGreaterThan(50);
            assertThat(lines(server, "disk full")).isEqualTo(1);

            assertOnlyGrowthIsRefused(server, session);
            Files.delete(ballast);

            awaitRoom(server, session);
            assertThat(lines(server, "disk has room again")).isEqualTo(1);
            assertThat(mntr(server)).contains("zk_tapio_disk_full\t0");
            for (int i = 0; i < 10; i++) assertThat(create(session)).isTrue();
            server.kill();
        }
        try (var server = start();
                var session = session(server)) {
            assertNothingIsLost(session);
        }
    }

    private void assertOnlyGrowthIsRefused(ServerProcess server, RawSession session)
            throws IOException {
        long from = System.nanoTime();
        var set = session.set("/n-0", DATA, -1);
        assertThat(session.call(set).err()).isEqualTo(SYSTEM_ERROR);
        assertThat(create(session)).isFalse();
        done(session.call(session.get("/n-0", false)));
        done(session.call(Frame.request(-2, Frame.PING)));
        try (var other = session(server)) {
            done(other.call(other.exists("/n-1", true)));
            done(other.call(other.delete(acknowledged.removeLast(), 0)));
            other.end();
        }
        assertThat(System.nanoTime() - from).isLessThan(Duration.ofSeconds(3).toNanos());
        assertThat(mntr(server)).contains("zk_tapio_disk_full\t1");
        assertThat(lines(server, "disk full")).isEqualTo(1);
    }

    private void awaitRoom(ServerProcess server, RawSession session) throws IOException {
        var deadline = Deadline.in(Duration.ofSeconds(5));
        while (!create(session)) {
            assertThat(deadline.passed()).as(server.logTail() + mntr(server)).isFalse();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static String mntr(ServerProcess server) {
        return FourLetters.ask(server.address(), "mntr");
    }

    @Test
    @Fault("F31")
    void aServerKilledOnAFullDiskComesBackOnIt() throws Exception {
        Path ballast = disk.ballast("ballast", 8 << 20);
        try (var server = start("-Dzookeeper.preAllocSize=64");
                var session = session(server)) {
            while (create(session)) {}
            disk.fill("rest");
            server.kill();
        }
        try (var server = start("-Dzookeeper.preAllocSize=64");
                var session = session(server)) {
            assertNothingIsLost(session);
            while (create(session)) {}
            Files.delete(ballast);
            awaitRoom(server, session);
            assertNothingIsLost(session);
        }
    }

    @Test
    @Fault("F32")
    void aSnapshotThatDoesNotFitIsDoneWithout() throws Exception {
        try (var server = start("-Dzookeeper.preAllocSize=64", "-Dzookeeper.snapCount=100");
                var session = session(server)) {
            for (int i = 0; i < 30; i++) assertThat(create(session)).isTrue();
            Path ballast = disk.fill("ballast");
            for (int i = 0; lines(server, "snapshot failed") == 0; i++) {
                done(session.call(session.set("/n-0", "" + i, -1)));
                assertThat(i).as(server.logTail()).isLessThan(5_000);
            }
            done(session.call(session.set("/n-0", DATA, -1)));
            Files.delete(ballast);
            awaitRoom(server, session);
            server.kill();
        }
        try (var server = start();
                var session = session(server)) {
            assertNothingIsLost(session);
        }
    }
}
