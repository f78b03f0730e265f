package io.tapio.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;

/** Members that have an actor system each. */
final class ClusterRig extends PeerRig {
    private static final String REMOTE =
            """
            pekko {
              actor.provider = remote
              loglevel = ERROR
              remote.artery {
                transport = tcp
                advanced {
                  inbound-lanes = 1
                  outbound-restart-backoff = 100ms
                  outbound-max-restarts = 1000000
                  inbound-max-restarts = 1000000
                  handshake-retry-interval = 200ms
                  inject-handshake-interval = 300ms
                  tcp.connection-timeout = 1s
                  use-dispatcher = pekko.actor.internal-dispatcher
                }
              }
            }
            """;

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

    private static Config config(InetSocketAddress address) {
        String place =
                "pekko.remote.artery.canonical { hostname = \"%s\", port = %d }"
                        .formatted(address.getHostString(), address.getPort());
        return ConfigFactory.parseString(place)
                .withFallback(ConfigFactory.parseString(REMOTE))
                .withFallback(ConfigFactory.parseResources("tapio-peer.conf"))
                .withFallback(ConfigFactory.parseResources("tapio-loop.conf"))
                .withFallback(ConfigFactory.load());
    }

    @Override
    Node spawn(PeerSettings settings, Supply supply) {
        ActorTestKit kit = ActorTestKit.create("tapio", config(settings.listen().getFirst()));
        kits.add(kit);
        Node.Inbox inbox = new Node.Inbox();
        ActorRef<PeerTransport.Event> events =
                kit.spawn(LinksRig.listener(inbox), "events", LinksRig.LOOP);
        ActorRef<PeerTransport.Command> links =
                kit.spawn(
                        ClusterLinks.create(settings, supply, post, events),
                        "peers",
                        LinksRig.LOOP);
        return new Node(settings.self(), links, () -> kill(kit), inbox);
    }

    private void kill(ActorTestKit kit) {
        kits.remove(kit);
        kit.shutdownTestKit();
    }

    @Override
    public void close() {
        kits.forEach(ActorTestKit::shutdownTestKit);
    }
}
