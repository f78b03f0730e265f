package io.tapio.peer;

import com.typesafe.config.ConfigFactory;
import io.tapio.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Members whose sockets share one event loop. */
final class LinksRig extends PeerRig {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final DispatcherSelector LOOP = DispatcherSelector.fromConfig(EventLoop.DISPATCHER);

    private final ActorTestKit kit =
            ActorTestKit.create(
                    "peer",
                    ConfigFactory.parseResources("tapio-loop.conf")
                            .withFallback(ConfigFactory.load()));
    private Whereabouts places = Whereabouts.usual();

    LinksRig(int size) {
        super(size);
    }

    void names(Whereabouts.Names other) {
        places = Whereabouts.byName(other);
    }

    Executor loop() {
        return kit.system().dispatchers().lookup(LOOP);
    }

    static Behavior<PeerTransport.Event> listener(Node.Inbox inbox) {
        return Behaviors.receiveMessage(
                event -> {
                    inbox.take(event);
                    return Behaviors.same();
                });
    }

    @Override
    Node spawn(PeerSettings settings, Supply supply) {
        Node.Inbox inbox = new Node.Inbox();
        TestProbe<PeerTransport.Binding> probe = kit.createTestProbe();
        ActorRef<PeerTransport.Event> events = kit.spawn(listener(inbox), LOOP);
        ActorRef<PeerTransport.Command> links =
                kit.spawn(PeerLinks.create(settings, supply, places, events, probe.ref()), LOOP);
        return switch (probe.receiveMessage(PATIENCE)) {
            case PeerTransport.Binding.Bound bound ->
                    new Node(settings.self(), links, () -> kill(links), inbox);
            case PeerTransport.Binding.Failed failed -> throw new AssertionError(failed.toString());
        };
    }

    private void kill(ActorRef<PeerTransport.Command> links) {
        kit.stop(links, PATIENCE);
    }

    PeerTransport.Binding bind(PeerSettings settings) {
        TestProbe<PeerTransport.Binding> probe = kit.createTestProbe();
        kit.spawn(
                PeerLinks.create(settings, new ToySupply(), kit.system().ignoreRef(), probe.ref()),
                LOOP);
        return probe.receiveMessage(PATIENCE);
    }

    PeerFigures inspect(Node node) {
        TestProbe<PeerFigures> probe = kit.createTestProbe();
        node.tell(new PeerTransport.Inspect(probe.ref()));
        return probe.receiveMessage(PATIENCE);
    }

    void stop(Node node) {
        TestProbe<PeerTransport.Stopped> probe = kit.createTestProbe();
        node.tell(new PeerTransport.Stop(probe.ref()));
        probe.receiveMessage(PATIENCE);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
