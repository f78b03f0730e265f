package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;

/** Members that have an actor system each, and a post office. */
final class ClusterRig extends PeerRig {
    private static final Duration OPENING = Duration.ofSeconds(20);

    private final List<ActorTestKit> kits = new ArrayList<>();
    private final TelegramRoom.Post post;

    ClusterRig(int size) {
        this(size, ActorRef::tell);
    }

    /** Members whose telegrams go by this post. */
    ClusterRig(int size, TelegramRoom.Post post) {
        super(size);
        this.post = post;
    }

    private static Config config() {
        return ConfigFactory.parseResources("tapio-loop.conf").withFallback(ConfigFactory.load());
    }

    @Override
    Node spawn(PeerSettings settings, Supply supply) {
        ActorTestKit kit = ActorTestKit.create("tapio", config());
        kits.add(kit);
        Node.Inbox inbox = new Node.Inbox();
        ActorRef<PeerTransport.Event> events =
                kit.spawn(LinksRig.listener(inbox), "events", LinksRig.LOOP);
        TestProbe<PeerTransport.Binding> opener = kit.createTestProbe();
        ActorRef<PeerTransport.Command> links =
                kit.spawn(
                        ClusterLinks.create(settings, supply, post, events, opener.ref()),
                        "peers",
                        LinksRig.LOOP);
        assertThat(opener.receiveMessage(OPENING)).isInstanceOf(PeerTransport.Binding.Bound.class);
        return new Node(
                settings.self(), links, () -> kill(kit, settings.listen().getFirst()), inbox);
    }

    /** How it goes to open a post office there. */
    PeerTransport.Binding bind(PeerSettings settings) {
        ActorTestKit kit = ActorTestKit.create("tapio", config());
        kits.add(kit);
        TestProbe<PeerTransport.Binding> opener = kit.createTestProbe();
        kit.spawn(
                ClusterLinks.create(
                        settings, new ToySupply(), kit.system().ignoreRef(), opener.ref()),
                LinksRig.LOOP);
        return opener.receiveMessage(OPENING);
    }

    /** Returns when the port is free; a process that is killed leaves it at once. */
    private void kill(ActorTestKit kit, InetSocketAddress port) {
        kits.remove(kit);
        kit.shutdownTestKit();
        Awaitility.await().until(() -> isFree(port));
    }

    private static boolean isFree(InetSocketAddress port) {
        try (var socket = new ServerSocket()) {
            socket.bind(port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        kits.forEach(ActorTestKit::shutdownTestKit);
    }
}
