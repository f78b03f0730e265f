package io.tapio.testkit;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** A running server, or several that are one to clients; closing it stops all of it. */
public interface ServerUnderTest extends AutoCloseable {

    /** Where a client is let in that knows one place only. */
    InetSocketAddress address();

    /** Every place where clients are let in. */
    default List<InetSocketAddress> addresses() {
        return List.of(address());
    }

    /** Every place, as clients are told of them. */
    default String connectString() {
        return addresses().stream()
                .map(place -> place.getAddress().getHostAddress() + ":" + place.getPort())
                .collect(Collectors.joining(","));
    }

    /** The end of what it has written of itself, if it writes somewhere. */
    default String diary() {
        return "";
    }

    @Override
    void close();
}
