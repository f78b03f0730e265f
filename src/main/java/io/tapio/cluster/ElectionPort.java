package io.tapio.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/** The port of the cluster, and what may stand in its way. */
public final class ElectionPort {
    private ElectionPort() {}

    /** Why nobody can listen there, in one sentence; empty: it is free at this moment. */
    public static Optional<String> obstacle(ClusterSettings settings) {
        var address = new InetSocketAddress(settings.listeningHost(), settings.own().port());
        if (address.isUnresolved()) {
            return Optional.of(
                    "cannot listen for the cluster on %s: nobody knows the name %s; correct server.%s in the configuration"
                            .formatted(spelled(address), address.getHostString(), settings.self()));
        }
        try (var socket = ServerSocketChannel.open()) {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address);
            return Optional.empty();
        } catch (IOException busy) {
            return Optional.of(sentence(address, settings, String.valueOf(busy.getMessage())));
        }
    }

    private static String sentence(
            InetSocketAddress address, ClusterSettings settings, String cause) {
        return "cannot listen for the cluster on %s, the election port of server.%s: %s; %s"
                .formatted(spelled(address), settings.self(), cause, remedy(address, cause));
    }

    private static String remedy(InetSocketAddress address, String cause) {
        if (cause.contains("already in use")) {
            return "stop the program that listens there (ss -ltnp 'sport = :%d' names it), or choose another port in that line on all members"
                    .formatted(address.getPort());
        }
        if (cause.contains("ermission denied")) return "choose a port above 1023 in that line";

        return "name an address of this machine in that line, or set quorumListenOnAllIPs=true";
    }

    private static String spelled(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
