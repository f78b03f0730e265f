package io.tapio.front;

import static java.util.concurrent.TimeUnit.SECONDS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.typesafe.config.ConfigFactory;
import io.tapio.loop.EventLoop;
import io.tapio.session.LinkFigures;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.LoggerFactory;

/** Client ports on an event loop, with an {@link EchoDoor} behind them. */
final class FrontFixture implements AutoCloseable {
    private static final DispatcherSelector LOOP =
            DispatcherSelector.fromConfig(EventLoop.DISPATCHER);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    "front",
                    ConfigFactory.parseResources("tapio-loop.conf")
                            .withFallback(ConfigFactory.load()));
    private final Executor loop = kit.system().dispatchers().lookup(LOOP);

    FrontFixture() {
        warnings(false); // the tests give cause for many
    }

    static void warnings(boolean wanted) {
        for (Class<?> writer : List.of(Lobby.class, ClientListener.class)) {
            Logger logger = (Logger) LoggerFactory.getLogger(writer);
            logger.setLevel(wanted ? Level.WARN : Level.OFF);
        }
    }

    /** A port of its own, so that each test has its settings and its figures. */
    record Port(
            Lobby lobby,
            EchoDoor door,
            ActorRef<ClientListener.Command> listener,
            List<InetSocketAddress> addresses) {

        InetSocketAddress address() {
            return addresses.getFirst();
        }
    }

    Port open(FrontSettings settings) {
        return open(settings, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    Port open(FrontSettings settings, List<InetSocketAddress> addresses) {
        EchoDoor door = new EchoDoor();
        Lobby lobby = new Lobby(settings, door);
        TestProbe<Binding> probe = kit.createTestProbe(Binding.class);
        ActorRef<ClientListener.Command> listener =
                kit.spawn(ClientListener.create(lobby, addresses, probe.ref()), LOOP);
        return switch (probe.receiveMessage(PATIENCE)) {
            case Binding.Bound bound -> new Port(lobby, door, listener, bound.addresses());
            case Binding.Failed failed -> throw new AssertionError(failed.toString());
        };
    }

    /** Tries to listen, and tells how that went. */
    Binding bind(List<InetSocketAddress> addresses) {
        TestProbe<Binding> probe = kit.createTestProbe(Binding.class);
        Lobby lobby = new Lobby(FrontSettings.defaults(), new EchoDoor());
        ActorRef<ClientListener.Command> listener =
                kit.spawn(ClientListener.create(lobby, addresses, probe.ref()), LOOP);
        Binding binding = probe.receiveMessage(PATIENCE);
        if (binding instanceof Binding.Failed) probe.expectTerminated(listener, PATIENCE);
        return binding;
    }

    void stop(Port port) {
        TestProbe<ClientListener.Stopped> probe = kit.createTestProbe(ClientListener.Stopped.class);
        port.listener().tell(new ClientListener.Stop(probe.ref()));
        probe.receiveMessage(PATIENCE);
        probe.expectTerminated(port.listener(), PATIENCE);
    }

    void kill(Port port) {
        kit.stop(port.listener(), PATIENCE);
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return task.call();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        loop)
                .get(20, SECONDS);
    }

    FrontFigures figures(Port port) throws Exception {
        return onLoop(port.lobby()::figures);
    }

    /** What {@code figure} says of each connection. */
    <T> List<T> ofEachLink(Port port, Function<LinkFigures, T> figure) throws Exception {
        return onLoop(
                () -> {
                    List<T> all = new ArrayList<>();
                    port.lobby().links(link -> all.add(figure.apply(link)));
                    return all;
                });
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
