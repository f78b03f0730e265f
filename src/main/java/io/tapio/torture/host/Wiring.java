package io.tapio.torture.host;

import java.net.InetSocketAddress;
import java.util.List;

/** How the members reach one another, and the clients them. */
public interface Wiring extends AutoCloseable {

    /** Where clients reach this member. */
    InetSocketAddress clientAddress(int member);

    /** The server line of {@code other}, without its role, as it stands with {@code member}. */
    String peerAddress(int member, int other);

    /** What stands before the command that runs this member. */
    default List<String> commandPrefix(int member) {
        return List.of();
    }

    @Override
    void close();
}
