package io.tapio.admin;

import io.tapio.front.FrontFigures;
import io.tapio.model.Zxid;
import io.tapio.session.SessionFigures;
import java.util.Optional;

/**
 * How the server is, as {@code srvr} tells it; {@code stat} puts the clients between the version
 * and the rest.
 *
 * @param received packets, four-letter words among them
 * @param outstanding requests that have not been answered yet
 * @param proposalSizes of a leader
 */
record ServerStatus(
        String version,
        Latencies latencies,
        long received,
        long sent,
        long connections,
        long outstanding,
        Zxid zxid,
        Role role,
        long nodeCount,
        Optional<String> proposalSizes) {

    static ServerStatus of(
            String version,
            SessionFigures sessions,
            FrontFigures front,
            StateFigures state,
            EnsembleNews ensemble) {
        return new ServerStatus(
                version,
                new Latencies(
                        sessions.minMs(), new Average(sessions.averageMs()), sessions.maxMs()),
                front.packetsReceived(),
                front.packetsSent(),
                front.connections(),
                front.unanswered(),
                ensemble.shown(state.applied()),
                ensemble.role(),
                state.nodeCount(),
                ensemble.proposalSizes());
    }

    /** How long requests took, from their arrival to their reply. */
    record Latencies(long minMs, Average averageMs, long maxMs) {}

    void writeVersion(Text out) {
        out.line("Zookeeper version: " + version);
        if (role == Role.READ_ONLY) out.line("READ-ONLY mode; serving only read-only clients");
    }

    void writeFigures(Text out) {
        out.line(
                        "Latency min/avg/max: "
                                + latencies.minMs
                                + "/"
                                + latencies.averageMs
                                + "/"
                                + latencies.maxMs)
                .line("Received: " + received)
                .line("Sent: " + sent)
                .line("Connections: " + connections)
                .line("Outstanding: " + outstanding)
                .line("Zxid: " + zxid)
                .line("Mode: " + role.mode())
                .line("Node count: " + nodeCount);
        proposalSizes.ifPresent(sizes -> out.line("Proposal sizes last/min/max: " + sizes));
    }
}
