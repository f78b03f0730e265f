package io.tapio;

import java.net.InetSocketAddress;

/** An address at which we cannot listen: why, and what to do about it. */
final class ClosedPort {
    private ClosedPort() {}

    static String describe(InetSocketAddress address, String cause) {
        return "cannot listen on %s: %s; %s"
                .formatted(HostAndPort.of(address), cause, remedy(address.getPort(), cause));
    }

    private static String remedy(int port, String cause) {
        if (cause.contains("already in use")) {
            return "stop the program that listens there (ss -ltnp 'sport = :%d' names it), or choose another clientPort"
                    .formatted(port);
        }
        if (cause.contains("ermission denied")) {
            return "choose a clientPort above 1023, or allow this user to use port " + port;
        }
        return "set clientPortAddress to an address of this machine";
    }
}
