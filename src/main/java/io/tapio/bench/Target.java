package io.tapio.bench;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param pids of the servers' processes on this machine; empty if they are not known
 * @param own the servers, if they were started for this
 */
record Target(List<InetSocketAddress> hosts, List<Long> pids, Optional<OwnServers> own) {
    Target {
        hosts = List.copyOf(hosts);
        pids = List.copyOf(pids);
    }

    InetSocketAddress host(int connection) {
        return hosts.get(connection % hosts.size());
    }

    /** Members that were killed and started anew have other processes. */
    List<Long> pidsNow() {
        return own.map(OwnServers::pids).orElse(pids);
    }
}
