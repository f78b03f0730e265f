package io.tapio.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where clients are to be served, from clientPort(Address) and the server's own line. */
final class ClientAddresses {
    private static final int PORT_WITHOUT_FILE = 2181;

    private final Answers answers;
    private final ZooCfg cfg;
    private final Findings findings;

    ClientAddresses(Answers answers, ZooCfg cfg, Findings findings) {
        this.answers = answers;
        this.cfg = cfg;
        this.findings = findings;
    }

    /**
     * At least one, unless a problem was found.
     *
     * @param self the server's own line, if it has one
     */
    List<InetSocketAddress> given(Optional<Listed> self) {
        var fromKeys = fromKeys();
        var line = self.flatMap(own -> own.line().client().map(client -> fromLine(own, client)));
        if (line.isEmpty()) {
            requirePort(self);
            return fromKeys;
        }
        var fromLine = line.get();
        if (fromKeys.isEmpty() || fromLine.isEmpty()) return fromLine;
        return agreed(fromKeys, fromLine.getFirst(), self.orElseThrow());
    }

    private List<InetSocketAddress> fromLine(Listed own, ServerLine.ClientAddress client) {
        var address = Hosts.resolve(client.host(), client.port());
        if (address.isEmpty()) {
            findings.problem(
                    "%s names %s for clients, which this machine cannot resolve"
                            .formatted(own.given().said(), client.host()));
        }
        return address.stream().toList();
    }

    private List<InetSocketAddress> fromKeys() {
        var hosts = answers.list("clientPortAddress");
        if (!answers.wasGiven("clientPort") && !cfg.isAbsent()) {
            answers.find("clientPortAddress").ifPresent(this::missesItsPort);
            return List.of();
        }
        int port = port();
        if (hosts.isEmpty()) return List.of(new InetSocketAddress(port));
        var addresses = new ArrayList<InetSocketAddress>();
        for (var host : hosts) {
            Hosts.resolve(host, port).ifPresentOrElse(addresses::add, () -> doesNotResolve(host));
        }
        return addresses.stream().distinct().toList();
    }

    private int port() {
        return answers.find("clientPort").isPresent()
                ? answers.number("clientPort")
                : PORT_WITHOUT_FILE;
    }

    private void requirePort(Optional<Listed> self) {
        boolean alreadySaid = answers.wasGiven("clientPortAddress");
        if (cfg.isAbsent() || answers.wasGiven("clientPort") || alreadySaid) return;
        boolean onALine =
                answers.family("server.").stream().anyMatch(it -> it.value().contains(";"));
        if (self.isEmpty() && onALine) return; // that line is wrong, and it has been said
        findings.problem(
                cfg.fileName() + ": clientPort is not set; add a line such as clientPort=2181");
    }

    private void missesItsPort(Given address) {
        findings.problem(
                address.label() + " is set without clientPort; add a line such as clientPort=2181");
    }

    private void doesNotResolve(String host) {
        var said = answers.find("clientPortAddress").map(Given::said).orElse("clientPortAddress");
        boolean hasPort = host.matches("[^:]+:[0-9]+|\\[.*\\]:[0-9]+");
        findings.problem(
                hasPort
                        ? said + " names a port; write the host alone, the port is clientPort"
                        : said + " names " + host + ", which this machine cannot resolve");
    }

    /** ZooKeeper's rule: the same address, or a wildcard in the file and the same port. */
    private List<InetSocketAddress> agreed(
            List<InetSocketAddress> fromKeys, InetSocketAddress fromLine, Listed own) {
        boolean wildcard = fromKeys.stream().anyMatch(Hosts::isWildcard);
        if (fromKeys.contains(fromLine)) return fromKeys;
        if (wildcard && fromKeys.getFirst().getPort() == fromLine.getPort()) {
            return List.of(fromLine);
        }
        var keys = answers.find("clientPortAddress").or(() -> answers.find("clientPort"));
        findings.problem(
                "%s names the client address %s, but %s says %s; let both say the same"
                        .formatted(
                                own.label(),
                                text(fromLine),
                                keys.map(Given::mention).orElse("clientPort"),
                                text(fromKeys.getFirst())));
        return fromKeys;
    }

    private static String text(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        var shown = Hosts.isWildcard(address) ? "*" : host.contains(":") ? "[" + host + "]" : host;
        return shown + ":" + address.getPort();
    }
}
