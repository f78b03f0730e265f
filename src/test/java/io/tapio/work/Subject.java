package io.tapio.work;

import com.sun.management.ThreadMXBean;
import io.tapio.Server;
import io.tapio.Standing;
import io.tapio.StartFailure;
import io.tapio.Surroundings;
import io.tapio.admin.Role;
import io.tapio.config.ConfigError;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.loop.EventLoop;
import io.tapio.loop.LoopCounts;
import io.tapio.peer.PeerFigures;
import io.tapio.peer.PeerLinks;
import io.tapio.peer.PeerTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A server inside this JVM, and a look at what its threads have done. */
final class Subject implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int id;
    private final UnforcedDisk disk;
    private final Server server;
    private final CompletableFuture<Standing> standing;
    private final Executor loop;
    private final Executor log;
    private final Optional<ActorRef<PeerTransport.Command>> peers;

    private Subject(
            int id, UnforcedDisk disk, Server server, CompletableFuture<Standing> standing) {
        this.id = id;
        this.disk = disk;
        this.server = server;
        this.standing = standing;
        loop = dispatcher(server, EventLoop.DISPATCHER);
        log = dispatcher(server, "tapio.disk");
        peers = id == 0 ? Optional.empty() : Optional.of(peers(server));
    }

    /** A server on its own, or, with a number, a member; it may serve a moment later. */
    static Subject start(int id, Path directory, String settings) {
        var disk = new UnforcedDisk();
        var standing = new CompletableFuture<Standing>();
        var surroundings =
                new Surroundings(
                        InstantSource.system(),
                        disk,
                        PeerLinks::create,
                        true,
                        said -> {
                            if (said.role() != Role.LOOKING) standing.complete(said);
                        });
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("myid"), id + "\n");
            var cfg = ZooCfg.parse("the settings", settings + "\ndataDir=" + directory);
            Server server =
                    Server.start(TapioConfig.load(cfg, new Properties()).config(), surroundings);
            return new Subject(id, disk, server, standing);
        } catch (IOException | ConfigError | StartFailure failure) {
            throw new IllegalStateException("the server cannot start", failure);
        }
    }

    private static Executor dispatcher(Server server, String name) {
        return server.system().dispatchers().lookup(DispatcherSelector.fromConfig(name));
    }

    private static ActorRef<PeerTransport.Command> peers(Server server) {
        return ActorRefResolver.get(server.system())
                .resolveActorRef("pekko://tapio/user/member/peers");
    }

    int id() {
        return id;
    }

    /** Waits until it serves, and says who leads. */
    int leader() {
        return standing.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().leader();
    }

    InetSocketAddress address() {
        return server.addresses().getFirst();
    }

    /** What it has done since its start. */
    Work work() {
        var traffic = peers.map(this::traffic);
        LoopCounts.Figures loops = onLoop(() -> EventLoop.current().counts().figures());
        return new Work(
                Map.of(
                        Figure.LOOP_BYTES, onLoop(THREADS::getCurrentThreadAllocatedBytes),
                        Figure.LOG_BYTES, onLog(THREADS::getCurrentThreadAllocatedBytes),
                        Figure.TURNS, loops.turns(),
                        Figure.WAKE_UPS, loops.wakeUps(),
                        Figure.READS, loops.reads(),
                        Figure.WRITES, loops.writes(),
                        Figure.APPENDS, disk.writes(),
                        Figure.FLUSHES, disk.flushes(),
                        Figure.PEER_FRAMES, traffic.map(PeerFigures.Traffic::framesSent).orElse(0L),
                        Figure.PEER_BYTES, traffic.map(PeerFigures.Traffic::bytesSent).orElse(0L)));
    }

    private PeerFigures.Traffic traffic(ActorRef<PeerTransport.Command> from) {
        return AskPattern.<PeerTransport.Command, PeerFigures>ask(
                        from, PeerTransport.Inspect::new, PATIENCE, server.system().scheduler())
                .toCompletableFuture()
                .join()
                .traffic();
    }

    /** Returns when what its threads had to do is done, as far as it does not wait for others. */
    void settle() {
        onLoop(() -> 0);
        onLog(() -> 0);
    }

    /** Holds the loop: what comes meanwhile is there for one turn. Ends with the runnable. */
    Runnable hold() {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        loop.execute(
                () -> {
                    held.countDown();
                    awaitUninterrupted(release);
                });
        awaitUninterrupted(held);
        return release::countDown;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            if (latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("held for too long");
    }

    private <T> T onLoop(Supplier<T> what) {
        return CompletableFuture.supplyAsync(what, loop).join();
    }

    private <T> T onLog(Supplier<T> what) {
        return CompletableFuture.supplyAsync(what, log).join();
    }

    @Override
    public void close() {
        server.terminate();
    }
}
