package io.tapio.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes come in, they harm only the connection that brought them. */
class MalformedFramesTest {
    private static final long FRAMES = Long.getLong("tapio.fuzz.frames", 20_000);
    private static final long SEED = Long.getLong("tapio.fuzz.seed", System.nanoTime());
    private static final int WARM_UP_FRAMES = 2000;
    private static final int ATTACKERS = 2;
    private static final int HONEST = 3;
    private static final int MORE_THREADS = 8;
    private static final int MORE_FILES = 16;
    private static final int MORE_LOG_LINES = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path directory;

    @Test
    @Fault("F96")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void brokenFramesHarmNobodyElse() throws Exception {
        System.out.printf("%,d frames, -Dtapio.fuzz.seed=%d%n", FRAMES, SEED);
        var data = directory.resolve("data");
        int port = ServerProcess.freePort();
        try (var server = ServerProcess.Launcher.underTest().start(data, port, "-Xmx512m")) {
            server.awaitAnswer();
            try (var session = RawSession.open(server.address(), 30_000)) {
                FrameCorpus.prepare(session);
                session.end();
            }
            attack(server.address(), "before", WARM_UP_FRAMES);
            int threads = server.threads();
            int files = server.openFiles();
            System.out.printf("%d threads, %d open files%n", threads, files);
            int lines = server.log().size();

            attack(server.address(), "then", FRAMES);

            await().atMost(LIMIT).until(server::threads, now -> now < threads + MORE_THREADS);
            int moreLines = server.log().size() - lines;
            System.out.printf("%d lines more in the log%n", moreLines);
            // Apache logs every broken frame, and loses a descriptor now and then.
            if (ServerProcess.Launcher.isApache()) return;
            await().atMost(LIMIT).until(server::openFiles, now -> now < files + MORE_FILES);
            assertThat(moreLines).as(server.logTail()).isLessThan(MORE_LOG_LINES);
        }
    }

    /** Attackers and honest clients side by side, until there were enough frames. */
    private static void attack(InetSocketAddress address, String name, long wanted)
            throws Exception {
        var honest = new ArrayList<HonestClient>();
        var attackers = new ArrayList<Attacker>();
        var threads = Executors.newCachedThreadPool();
        var enough = new AtomicBoolean();
        try {
            for (int i = 0; i < HONEST; i++) honest.add(new HonestClient(address, name + i));
            honest.getFirst().guardTheRoot();
            var work = new ArrayList<Future<Void>>();
            for (var client : honest) {
                work.add(threads.submit(task(() -> client.work(enough::get))));
            }
            var frames = new AtomicLong();
            var attacks = new ArrayList<Future<Void>>();
            for (int i = 0; i < ATTACKERS; i++) {
                var attacker = new Attacker(address, SEED + i);
                attackers.add(attacker);
                attacks.add(threads.submit(task(() -> attacker.attack(frames, wanted))));
            }
            for (var attack : attacks) attack.get();
            enough.set(true);
            for (var client : work) client.get();
            System.out.println(attackers + " beside " + rounds(honest) + " honest rounds");
        } finally {
            enough.set(true);
            for (var attacker : attackers) attacker.close();
            honest.forEach(HonestClient::close);
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static Callable<Void> task(Work work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private static List<Integer> rounds(List<HonestClient> honest) {
        return honest.stream().map(HonestClient::rounds).toList();
    }
}
