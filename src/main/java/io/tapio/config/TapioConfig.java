package io.tapio.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Everything a server can be told, checked and with all defaults filled in.
 *
 * @param servers the {@code server.N} lines; none for a standalone server
 * @param ensemble who this server is among whom; empty for one that is alone
 */
public record TapioConfig(
        Times times,
        Storage storage,
        Listening listening,
        Limits limits,
        Containers containers,
        Features features,
        Access access,
        List<ServerLine> servers,
        Optional<Ensemble> ensemble) {

    private static final int ID_WITHOUT_LINE = 1;

    public TapioConfig {
        servers = List.copyOf(servers);
    }

    /** The number of this server; a server alone that nobody numbered is 1. */
    public int self() {
        int alone = servers.isEmpty() ? ID_WITHOUT_LINE : servers.getFirst().id();
        return ensemble.map(Ensemble::self).orElse(alone);
    }

    /** The base unit of time, and what sessions may ask for (never empty: least ≤ most). */
    public record Times(int tickTimeMs, int minSessionTimeoutMs, int maxSessionTimeoutMs) {}

    /**
     * Where and how the journal and the snapshots are kept.
     *
     * @param dataDir absolute, as is {@code dataLogDir}; neither need exist yet
     * @param createsDirs whether missing directories are made
     * @param snapCount transactions between two snapshots, at least 2
     * @param snapSizeLimitKb journal size that calls for a snapshot; zero or less: no limit
     * @param snapshotsKept at least 3
     * @param flushWarningMs how long a flush may take before it is worth a warning
     */
    public record Storage(
            Path dataDir,
            Path dataLogDir,
            boolean createsDirs,
            int snapCount,
            long snapSizeLimitKb,
            int preAllocKb,
            int snapshotsKept,
            long flushWarningMs) {}

    /**
     * The client port.
     *
     * @param addresses at least one; port 0 lets the system choose
     * @param backlog connections that wait to be accepted; -1 leaves it to the system
     * @param maxConnectionsPerHost 0: no limit
     * @param maxConnections of all clients together; 0: no limit
     * @param sessionlessTimeoutMs how long a connection may stay without a session
     */
    public record Listening(
            List<InetSocketAddress> addresses,
            int backlog,
            boolean tcpKeepAlive,
            int maxConnectionsPerHost,
            int maxConnections,
            int sessionlessTimeoutMs) {

        public Listening {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * How big a request may be, and how many may wait.
     *
     * @param juteMaxBufferBytes the longest frame a client may send
     */
    public record Limits(int juteMaxBufferBytes, int globalOutstandingRequests) {}

    /**
     * When empty containers are deleted.
     *
     * @param maxNeverUsedMs age at which a container that never had a child goes; 0: never
     */
    public record Containers(int checkIntervalMs, int maxPerMinute, long maxNeverUsedMs) {}

    /** What can be switched on and off. */
    public record Features(
            boolean extendedTypes, boolean emulate353TtlNodes, boolean enforceQuota) {}

    /**
     * Who may do what.
     *
     * @param skipAcl everybody may do everything
     * @param schemes ways to prove who one is: of ip, digest, ensemble
     * @param digestAlgorithm a message digest this JVM has
     * @param superDigest {@code user:digest} of the super user; empty: there is none
     * @param ensembleNames what clients may call this ensemble; empty: anything
     * @param requiredSchemes one of these must have let a client in; empty: no such demand
     */
    public record Access(
            boolean skipAcl,
            Set<String> schemes,
            String digestAlgorithm,
            String superDigest,
            Set<String> ensembleNames,
            Set<String> requiredSchemes,
            FourLetterWords fourLetterWords) {

        public Access {
            schemes = Set.copyOf(schemes);
            ensembleNames = Set.copyOf(ensembleNames);
            requiredSchemes = Set.copyOf(requiredSchemes);
        }
    }

    /** A configuration and what its author should know about it, one line each. */
    public record Loaded(TapioConfig config, List<String> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** A server on port 2181 that nobody configured. */
    public static TapioConfig defaults(Path dataDir) {
        var properties = new Properties();
        properties.setProperty("zookeeper.dataDir", dataDir.toString());
        try {
            return load(ZooCfg.absent(), properties).config();
        } catch (ConfigError e) {
            throw new IllegalArgumentException(e); // only the directory can be wrong
        }
    }

    /** Without a file: the defaults, changed by the system properties only. */
    public static Loaded load(Optional<Path> file, Properties systemProperties) throws ConfigError {
        var cfg = file.isPresent() ? ZooCfg.read(file.get()) : ZooCfg.absent();
        return load(cfg, systemProperties);
    }

    public static Loaded load(ZooCfg cfg, Properties systemProperties) throws ConfigError {
        return new Assembly(cfg, systemProperties).build();
    }
}
