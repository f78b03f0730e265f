package io.tapio.admin;

import io.tapio.model.Zxid;

/**
 * How the server is, as {@code srvr} tells it; {@code stat} puts the clients between the version
 * and the rest.
 *
 * @param received packets, four-letter words among them
 * @param outstanding requests that have not been answered yet
 */
record ServerStatus(
        String version,
        Latencies latencies,
        long received,
        long sent,
        long connections,
        long outstanding,
        Zxid zxid,
        String mode,
        long nodeCount) {

    /** How long requests took, from their arrival to their reply. */
    record Latencies(long minMs, Average averageMs, long maxMs) {}

    void writeVersion(Text out) {
        out.line("Zookeeper version: " + version);
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
                .line("Mode: " + mode)
                .line("Node count: " + nodeCount);
    }
}
