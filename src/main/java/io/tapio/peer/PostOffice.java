package io.tapio.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tapio.model.Invariant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Where telegrams come in and go out: an actor system of its own at the quorum port, whose one
 * actor hands on what comes. Nothing else of this process can be reached by Artery, so rubbish that
 * comes in harms nobody.
 *
 * <p>Members find each other by the hosts of the settings, which all must spell alike.
 */
final class PostOffice {
    private static final String SYSTEM = "tapio-peers";
    private static final String COUNTER = "counter";

    private final PeerSettings.Endpoint own;
    private final ActorSystem<Telegram> system;
    private final ActorRefResolver resolver;

    /** Open when this returns, which takes a while; what comes goes to {@code receiver}. */
    static PostOffice open(PeerSettings settings, ActorRef<Telegram> receiver) throws IOException {
        InetSocketAddress listen = settings.listen().getFirst();
        try (var probe = ServerSocketChannel.open()) { // Pekko says it in many pages
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (listen.isUnresolved()) throw new IOException("nobody knows this name");
            probe.bind(listen);
        }
        return new PostOffice(settings, receiver);
    }

    private PostOffice(PeerSettings settings, ActorRef<Telegram> receiver) {
        own =
                Invariant.present(
                        settings.members().get(settings.self()), "we are a member ourselves");
        system = ActorSystem.create(guardian(receiver), SYSTEM, config(settings));
        resolver = ActorRefResolver.get(system);
    }

    private static Behavior<Telegram> guardian(ActorRef<Telegram> receiver) {
        return Behaviors.setup(
                context -> {
                    context.spawn(counter(receiver), COUNTER);
                    return unshaken(Behaviors.ignore());
                });
    }

    private static Behavior<Telegram> counter(ActorRef<Telegram> receiver) {
        return unshaken(
                Behaviors.receiveMessage(
                        telegram -> {
                            receiver.tell(telegram);
                            return Behaviors.same();
                        }));
    }

    private static Behavior<Telegram> unshaken(Behavior<Telegram> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.resume().withLoggingEnabled(false));
    }

    private Config config(PeerSettings settings) {
        InetSocketAddress listen = settings.listen().getFirst();
        String artery = "pekko.remote.artery.";
        Map<String, Object> places =
                Map.of(
                        artery + "canonical.hostname", bracketed(own.host()),
                        artery + "canonical.port", own.port(),
                        artery + "bind.hostname", listen.getAddress().getHostAddress(),
                        artery + "bind.port", listen.getPort());
        ClassLoader loader = PostOffice.class.getClassLoader();
        return ConfigFactory.load(
                loader,
                ConfigFactory.parseMap(places)
                        .withFallback(ConfigFactory.parseResources(loader, "tapio-peer.conf")));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Whom others write to. */
    String address() {
        return addressAt(own);
    }

    private static String addressAt(PeerSettings.Endpoint place) {
        return "pekko://" + SYSTEM + "@" + place + "/user/" + COUNTER;
    }

    ActorRef<Telegram> at(PeerSettings.Endpoint place) {
        return find(addressAt(place));
    }

    ActorRef<Telegram> find(String address) {
        return resolver.resolveActorRef(address);
    }

    void close() {
        system.terminate();
    }
}
