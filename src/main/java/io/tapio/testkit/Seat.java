package io.tapio.testkit;

import io.tapio.Server;
import io.tapio.StartFailure;
import io.tapio.Surroundings;
import io.tapio.log.DiskStorage;
import io.tapio.log.Storage;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.peer.PeerSettings;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;

/**
 * The place of one member: its disk and its port, which stay, and the life it has at the moment.
 */
final class Seat {
    private static final int PATIENCE_SECONDS = 30;
    private static final PeerSettings.Patience PATIENCE = PeerSettings.Patience.DEFAULT;
    private static final Duration REDIAL_MOST = Duration.ofMillis(200);

    private final int id;
    private final Blueprint blueprint;
    private final Neighbourhood around;
    private final Optional<MemoryDisk> memory;
    private final AtomicReference<Duration> diskDelay = new AtomicReference<>(Duration.ZERO);
    private int clientPort; // 0 until the first life has found one
    private @Nullable Life life;
    private @Nullable HeldPort held; // between two lives

    private record Life(Server server, MemberDisk disk, AtomicReference<Optional<Freezer>> ice) {
        void thaw() {
            ice.getAndSet(Optional.empty()).ifPresent(Freezer::release);
        }
    }

    Seat(int id, Blueprint blueprint, Neighbourhood around) {
        this.id = id;
        this.blueprint = blueprint;
        this.around = around;
        this.memory =
                blueprint.setup().folder().isPresent()
                        ? Optional.empty()
                        : Optional.of(new MemoryDisk());
    }

    int clientPort() {
        return clientPort;
    }

    /** Returns when clients can connect; whether they are served is another matter. */
    void start() {
        if (life != null) return;

        letGoOfPort();
        var disk = new MemberDisk(memory.<Storage>map(d -> d).orElse(new DiskStorage()), diskDelay);
        around.standings().begun(id);
        try {
            Server server = Server.start(blueprint.config(id, clientPort), surroundings(disk));
            life = new Life(server, disk, new AtomicReference<>(Optional.empty()));
            clientPort = server.addresses().getFirst().getPort();
            var unused = server.failure().thenRun(() -> around.standings().down(id));
        } catch (StartFailure failure) {
            around.standings().down(id);
            throw new IllegalStateException(
                    "member " + id + " cannot start: " + failure.getMessage(), failure);
        }
    }

    private Surroundings surroundings(MemberDisk disk) {
        return new Surroundings(
                around.clock(),
                disk,
                this::links,
                true,
                standing -> around.standings().said(id, standing));
    }

    private Behavior<PeerTransport.Command> links(
            PeerSettings settings,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        return CuttableLinks.create(
                onAnyPort(settings), supply, around.book(), around.cuts(), events, opener);
    }

    private static PeerSettings onAnyPort(PeerSettings settings) {
        return new PeerSettings(
                settings.self(),
                settings.members(),
                List.of(Blueprint.at(0)),
                new PeerSettings.Patience(
                        settings.patience().dial(),
                        settings.patience().silence(),
                        settings.patience().voteSilence(),
                        PATIENCE.redialFirst(),
                        REDIAL_MOST),
                settings.bounds());
    }

    /** Ends in good order; a leader hands over first. */
    void stop() {
        Life ending = life;
        if (ending == null) return;

        ending.thaw();
        ending.server().close();
        ended(ending);
        holdPort();
    }

    /** Ends as by SIGKILL; in memory, what was not flushed is lost as well. */
    void kill() {
        if (life == null) return;

        beginKill();
        finishKill();
        holdPort();
    }

    /** The end comes, and is not waited for. */
    void beginKill() {
        Life ending = life;
        if (ending == null) return;

        ending.disk().cutOff();
        ending.thaw();
        ending.server().system().terminate();
    }

    private void finishKill() {
        Life ending = life;
        if (ending == null) return;

        await(ending.server().system().getWhenTerminated().toCompletableFuture());
        ended(ending);
    }

    private void ended(Life ended) {
        ended.disk().cutOff();
        memory.ifPresent(MemoryDisk::goDown);
        around.cuts().leave(id);
        around.book().strike(new ServerId(id));
        around.standings().down(id);
        life = null;
    }

    private void holdPort() {
        held = HeldPort.hold(clientPort);
    }

    private void letGoOfPort() {
        if (held != null) held.close();
        held = null;
    }

    void pause() {
        Life now = alive();
        if (now.ice().get().isPresent()) return;

        Freezer ice = Freezer.freeze(now.server().system());
        now.ice().set(Optional.of(ice));
        around.cuts().pause(id, true);
        around.standings().paused(id, true);
    }

    void resume() {
        Life now = alive();
        around.cuts().pause(id, false);
        around.standings().paused(id, false);
        now.thaw();
    }

    boolean isAwake() {
        return life != null && life.ice().get().isEmpty();
    }

    void slowDisk(Duration delay) {
        diskDelay.set(delay);
    }

    void elapse(Duration time) {
        await(alive().server().elapse(time));
    }

    void expire(SessionId session) {
        await(alive().server().expire(session));
    }

    private Life alive() {
        Life now = life;
        if (now == null) throw new IllegalStateException("member " + id + " is down");

        return now;
    }

    /** Nothing stays behind, the port included. */
    void close() {
        finishKill();
        letGoOfPort();
    }

    static void await(CompletableFuture<?> what) {
        try {
            what.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("a member does not do as it is told", failure);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(impatient);
        }
    }
}
