package io.tapio;

import io.tapio.log.DiskStorage;
import io.tapio.log.Storage;
import io.tapio.peer.PeerLinks;
import io.tapio.peer.PeerSettings;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * What a server takes from the world around it: the time, a disk, a way to the other members.
 *
 * @param isGuest whether the process is somebody else's: then the server neither keeps it alive nor
 *     ends it, and its members form no cluster, which only observes
 * @param news hears what the server is, whenever that changes; on a thread that must not wait
 */
public record Surroundings(
        InstantSource clock, Storage disk, Links links, boolean isGuest, Consumer<Standing> news) {

    /** How members reach each other. */
    public interface Links {
        /** As {@link PeerLinks#create}. */
        Behavior<PeerTransport.Command> create(
                PeerSettings settings,
                Supply supply,
                ActorRef<PeerTransport.Event> events,
                ActorRef<? super PeerTransport.Binding> opener);
    }

    /** Those of a process that is a server and nothing else. */
    public static Surroundings usual() {
        return new Surroundings(
                InstantSource.system(),
                new DiskStorage(),
                PeerLinks::create,
                false,
                standing -> {});
    }
}
