package io.tapio.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One {@code server.N} line: a member of the ensemble and where it can be reached.
 *
 * @param addresses at least one
 * @param client absent when the line does not name a client port
 */
public record ServerLine(
        int id, List<Address> addresses, Role role, Optional<ClientAddress> client) {

    /** Whether a member votes. */
    public enum Role {
        PARTICIPANT("participant"),
        OBSERVER("observer");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As lines spell it. */
        public String word() {
            return word;
        }
    }

    /** Where the other members find it; a host name stays a name, for its address may change. */
    public record Address(String host, int quorumPort, int electionPort) {
        private String text() {
            return bracketed(host) + ":" + quorumPort + ":" + electionPort;
        }
    }

    /** Where it serves clients; only the member itself need know what the name means. */
    public record ClientAddress(String host, int port) {
        private String text() {
            return bracketed(host) + ":" + port;
        }
    }

    public ServerLine {
        addresses = List.copyOf(addresses);
    }

    public boolean votes() {
        return role == Role.PARTICIPANT;
    }

    /** The line as ZooKeeper writes it wherever it shows one, without a line end. */
    public String text() {
        var suffix = ":" + role.word();
        return addresses.stream()
                .map(address -> address.text() + suffix)
                .collect(
                        Collectors.joining(
                                "|",
                                "server." + id + "=",
                                client.map(it -> ";" + it.text()).orElse("")));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
