package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Durable, then acknowledged: a real server process is killed under load, again and again. */
class KilledServerTest {
    private static final int ROUNDS = Integer.getInteger("tapio.kill.rounds", 3);
    private static final long SEED = Long.getLong("tapio.kill.seed", System.nanoTime());
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final Random random = new Random(SEED);
    private final List<Load> loads = new ArrayList<>();
    private long highestZxid;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @Fault("F17")
    void aKilledServerForgetsNothingItAcknowledged() throws Exception {
        System.out.printf("%d rounds, -Dtapio.kill.seed=%d%n", ROUNDS, SEED);
        int port = ServerProcess.freePort();
        var server = start(port).awaitAnswer();
        var threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 3; i++) open(server, "" + i);
            for (int round = 1; round <= ROUNDS; round++) {
                killUnderLoad(server, threads);
                server = restart(port, round);
                attachAndCheck(server, round);
            }
            loads.forEach(System.out::println);
        } finally {
            server.close();
            loads.forEach(Load::close);
            threads.shutdownNow();
        }
    }

    private ServerProcess start(int port) {
        return ServerProcess.Launcher.underTest()
                .start(directory.resolve("data"), port, "-Xmx512m");
    }

    private void open(ServerProcess server, String name) throws IOException {
        loads.add(new SequenceLoad(server.address(), name, SESSION_TIMEOUT_MS));
        loads.add(new RegisterLoad(server.address(), name, SESSION_TIMEOUT_MS));
        loads.add(new EphemeralLoad(server.address(), name, SESSION_TIMEOUT_MS));
    }

    /** Lets all loads work until some random number of writes is acknowledged, then kills. */
    private void killUnderLoad(ServerProcess server, ExecutorService threads) throws Exception {
        var enough = new CountDownLatch(100 + random.nextInt(2000));
        var killed = new AtomicBoolean();
        var work = new ArrayList<Future<?>>();
        for (var load : loads) {
            Callable<Void> working =
                    () -> {
                        load.work(enough::countDown, killed::get);
                        return null;
                    };
            work.add(threads.submit(working));
        }
        enough.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        killed.set(true);
        server.kill();
        for (var future : work) future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(enough.getCount()).as("acknowledged writes still missing").isZero();
        for (var load : loads) highestZxid = Math.max(highestZxid, load.lastZxid());
    }

    /** Every third start is itself killed on the way, at a random moment. */
    private ServerProcess restart(int port, int round) {
        if (round % 3 == 0) {
            try (var unlucky = start(port)) {
                unlucky.live(Duration.ofMillis(200 + random.nextInt(2000)));
            }
        }
        long from = System.nanoTime();
        var server = start(port);
        try {
            server.awaitAnswer();
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        System.out.printf("round %d: recovered in %d ms", round, millisSince(from));
        return server;
    }

    private void attachAndCheck(ServerProcess server, int round) throws IOException {
        long from = System.nanoTime();
        for (var load : loads) load.attach(server.address());
        System.out.printf(", sessions back after %d ms", millisSince(from));
        try (var fresh = RawSession.open(server.address(), SESSION_TIMEOUT_MS)) {
            var reply = fresh.call(fresh.create("/round-" + round, "", 0));
            assertThat(RawSession.done(reply).zxid()).isGreaterThan(highestZxid);
            fresh.end();
        }
        for (var load : loads) load.check();
        System.out.printf(", checked after %d ms%n", millisSince(from));
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
