package io.tapio.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param hosts empty: a server of our own
 * @param members of our own ensemble
 */
record Wanted(
        List<Step> steps,
        Settings settings,
        List<InetSocketAddress> hosts,
        List<Long> pids,
        int members,
        String label,
        Path out,
        Optional<Path> json) {
    Wanted {
        steps = List.copyOf(steps);
        hosts = List.copyOf(hosts);
        pids = List.copyOf(pids);
    }
}
