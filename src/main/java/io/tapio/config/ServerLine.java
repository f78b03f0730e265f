package io.tapio.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One {@code server.N} line: a member of the ensemble and where it can be reached.
 *
 * @param addresses at least one
 * @param clientAddresses one, or none when the line does not name a client port
 */
public record ServerLine(
        int id, List<Address> addresses, Role role, List<InetSocketAddress> clientAddresses) {

    /** Whether a member votes. */
    public enum Role {
        PARTICIPANT,
        OBSERVER
    }

    /** Where the other members find it; a host name stays a name, for its address may change. */
    public record Address(String host, int quorumPort, int electionPort) {}

    public ServerLine {
        addresses = List.copyOf(addresses);
        clientAddresses = List.copyOf(clientAddresses);
    }
}
