package io.tapio.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Turns host names and addresses as people write them into socket addresses. */
final class Hosts {
    private Hosts() {}

    /** IPv6 with or without brackets; empty when this machine cannot resolve the name. */
    static Optional<InetSocketAddress> resolve(String host, int port) {
        try {
            var address = InetAddress.getByName(withoutBrackets(host));
            return Optional.of(new InetSocketAddress(address, port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    static boolean isWildcard(InetSocketAddress address) {
        return address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    }
}
