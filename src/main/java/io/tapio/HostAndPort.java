package io.tapio;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them. */
final class HostAndPort {
    private HostAndPort() {}

    static String of(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = address.getHostString();
        return ip instanceof Inet6Address && host.contains(":") ? "[" + host + "]" : host;
    }

    /** For clients on this machine: a server that listens everywhere is asked on the loopback. */
    static InetSocketAddress reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }
}
