package io.tapio.testkit;

import io.tapio.model.ServerId;
import io.tapio.peer.PeerSettings;
import io.tapio.peer.Whereabouts;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where the members of one ensemble listen to each other, since each took a port that was free. */
final class AddressBook implements Whereabouts {
    private static final long PATIENCE_MS = 500;

    private final Map<ServerId, InetSocketAddress> places = new HashMap<>();
    private boolean closed;

    synchronized void enter(ServerId member, InetSocketAddress place) {
        places.put(member, place);
        notifyAll();
    }

    synchronized void strike(ServerId member) {
        places.remove(member);
    }

    /** Nobody waits for anybody any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits a little for who is just about to be there. */
    @Override
    public synchronized List<InetSocketAddress> of(
            ServerId member, PeerSettings.Endpoint configured) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        try {
            while (!places.containsKey(member) && !closed) {
                long restMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (restMs <= 0) break;
                wait(restMs);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(places.get(member)).stream().toList();
    }
}
