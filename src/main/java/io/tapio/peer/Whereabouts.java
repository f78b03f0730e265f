package io.tapio.peer;

import io.tapio.model.ServerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Where members are to be found; asked before each dial, on a thread that may wait. */
public interface Whereabouts {

    /** The addresses to be tried one after the other; none if nobody knows. */
    List<InetSocketAddress> of(ServerId member, PeerSettings.Endpoint configured);

    /** As the name service of this machine has it. */
    static Whereabouts usual() {
        return byName(InetAddress::getAllByName);
    }

    static Whereabouts byName(Names names) {
        return (member, configured) -> {
            try {
                return Arrays.stream(names.resolve(configured.host()))
                        .map(address -> new InetSocketAddress(address, configured.port()))
                        .toList();
            } catch (UnknownHostException unknown) {
                return List.of();
            }
        };
    }

    /** The names of hosts. */
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
