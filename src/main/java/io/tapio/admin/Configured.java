package io.tapio.admin;

import java.nio.file.Path;

/**
 * What {@code conf} shows of the configuration of a server on its own.
 *
 * @param clientPort the port that was bound; -1 before
 * @param snapshotDir where the snapshots are
 * @param journalDir where the journal is; may be the same
 */
public record Configured(
        int clientPort,
        Path snapshotDir,
        Path journalDir,
        int tickTimeMs,
        int maxConnectionsPerHost,
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int backlog) {

    void write(DirectorySizes sizes, Text out) {
        out.line("clientPort=" + clientPort)
                .line("secureClientPort=-1")
                .line("dataDir=" + snapshotDir)
                .line("dataDirSize=" + sizes.snapshotBytes())
                .line("dataLogDir=" + journalDir)
                .line("dataLogSize=" + sizes.journalBytes())
                .line("tickTime=" + tickTimeMs)
                .line("maxClientCnxns=" + maxConnectionsPerHost)
                .line("minSessionTimeout=" + minSessionTimeoutMs)
                .line("maxSessionTimeout=" + maxSessionTimeoutMs)
                .line("clientPortListenBacklog=" + backlog)
                .line("serverId=0"); // as a ZooKeeper on its own calls itself
    }

    Configured withClientPort(int port) {
        return new Configured(
                port,
                snapshotDir,
                journalDir,
                tickTimeMs,
                maxConnectionsPerHost,
                minSessionTimeoutMs,
                maxSessionTimeoutMs,
                backlog);
    }
}
