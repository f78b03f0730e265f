package io.tapio.front;

import java.net.InetSocketAddress;
import java.util.List;

/** How it went to listen on some addresses: on all or on none. */
public sealed interface Binding {

    /** The addresses in the order asked for, with the ports that were found for port 0. */
    record Bound(List<InetSocketAddress> addresses) implements Binding {
        public Bound {
            addresses = List.copyOf(addresses);
        }
    }

    /** The first address that could not be had, and why. */
    record Failed(InetSocketAddress address, String cause) implements Binding {}
}
