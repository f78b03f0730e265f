package io.tapio.admin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code conf} shows of the configuration.
 *
 * @param clientPort the port that was bound; -1 before
 * @param snapshotDir where the snapshots are
 * @param journalDir where the journal is; may be the same
 * @param place absent for a server on its own
 */
public record Configured(
        int clientPort,
        Path snapshotDir,
        Path journalDir,
        int tickTimeMs,
        int maxConnectionsPerHost,
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int backlog,
        Optional<Place> place) {
    private static final int ID_ALONE = 0; // as a ZooKeeper on its own calls itself
    private static final int ELECTION_ALGORITHM = 3; // the only one ZooKeeper has left

    /**
     * A member's place in its ensemble.
     *
     * @param voters how many there are
     * @param members the text of {@code /zookeeper/config}: their lines and the version
     */
    public record Place(
            int self,
            int initLimit,
            int syncLimit,
            int electionPort,
            int quorumPort,
            boolean isObserver,
            int voters,
            String members) {}

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
                .line("serverId=" + place.map(Place::self).orElse(ID_ALONE));
        place.ifPresent(here -> write(here, out));
    }

    private static void write(Place place, Text out) {
        out.line("initLimit=" + place.initLimit)
                .line("syncLimit=" + place.syncLimit)
                .line("electionAlg=" + ELECTION_ALGORITHM)
                .line("electionPort=" + place.electionPort)
                .line("quorumPort=" + place.quorumPort)
                .line("peerType=" + (place.isObserver ? 1 : 0))
                .line("membership: ");
        place.members.lines().forEach(out::line);
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
                backlog,
                place);
    }
}
