package io.tapio.front;

import io.tapio.front.FrontSettings.Admission;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts who is in, and says who may still come. */
final class GuestBook {
    private final Admission limits;
    private final Map<InetAddress, Integer> perHost = new HashMap<>(); // stays empty without limit
    private final int room;
    private int all;

    /** {@code room}: connections for which the process has descriptors. */
    GuestBook(Admission limits, int room) {
        this.limits = limits;
        this.room = room;
    }

    /** Nobody more can be let in, not even to be turned away: they have to wait outside. */
    boolean isFull() {
        return all >= room;
    }

    /** Lets one more in and says nothing, or says why not. */
    Optional<String> admit(InetAddress host) {
        if (limits.maxConnections() > 0 && all >= limits.maxConnections()) {
            return Optional.of("too many connections");
        }
        if (limits.maxConnectionsPerHost() > 0) {
            int present = perHost.getOrDefault(host, 0);
            if (present >= limits.maxConnectionsPerHost()) {
                return Optional.of("too many connections from one host");
            }
            perHost.put(host, present + 1);
        }
        all++;
        return Optional.empty();
    }

    void left(InetAddress host) {
        all--;
        if (limits.maxConnectionsPerHost() > 0) {
            perHost.computeIfPresent(host, (h, present) -> present > 1 ? present - 1 : null);
        }
    }

    int present() {
        return all;
    }
}
