package io.tapio;

import io.tapio.admin.AdminSettings;
import io.tapio.admin.Configured;
import io.tapio.auth.AuthSettings;
import io.tapio.auth.DigestAlgorithm;
import io.tapio.config.Ensemble;
import io.tapio.config.TapioConfig;
import io.tapio.front.FrontSettings;
import io.tapio.log.LogSettings;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.state.StateSettings;
import io.tapio.tree.OwnerRules;
import java.util.Optional;
import java.util.Set;

/** The configuration as each room wants to hear it. */
record Settings(TapioConfig config) {
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final int BACKLOG_DEFAULT = 4096;
    private static final int KILO = 1024;
    private static final long MEMBERS_VERSION = 0; // until reconfiguration counts them
    private static final int FRAME_BYTES_MAX = 1 << 30; // an array holds it, with what goes before
    private static final int PREALLOC_BYTES_MIN = 64 << 10;
    private static final int PREALLOC_BYTES_MAX = 1 << 30;
    private static final int TEXT_MAX_BYTES = 8 << 20; // some 50 ms of the loop's time
    private static final int FRAMES_AHEAD = 4; // of the longest kind; the log has room for them

    StateSettings state() {
        var times = config.times();
        var containers = config.containers();
        var features = config.features();
        return new StateSettings(
                times.tickTimeMs(),
                times.minSessionTimeoutMs(),
                times.maxSessionTimeoutMs(),
                new OwnerRules(features.extendedTypes(), features.emulate353TtlNodes()),
                features.enforceQuota(),
                config.storage().snapCount(),
                config.storage().snapSizeLimitKb() * KILO,
                containers.checkIntervalMs(),
                containers.maxPerMinute(),
                containers.maxNeverUsedMs());
    }

    /** The text of {@code /zookeeper/config}. */
    Optional<Bytes> members() {
        return config.ensemble().map(ensemble -> Bytes.utf8(ensemble.text(MEMBERS_VERSION)));
    }

    AuthSettings auth() {
        var access = config.access();
        return new AuthSettings(
                access.skipAcl(),
                Optional.of(access.superDigest()).filter(digest -> !digest.isEmpty()),
                new DigestAlgorithm(access.digestAlgorithm()),
                access.schemes().contains("digest"),
                access.ensembleNames(),
                false,
                Optional.empty(),
                Set.of(),
                access.requiredSchemes());
    }

    LogSettings log(ServerId self) {
        var storage = config.storage();
        return new LogSettings(
                storage.dataDir(),
                storage.dataLogDir(),
                self,
                preallocBytes(),
                SEGMENT_BYTES,
                storage.snapshotsKept(),
                Math.clamp(storage.flushWarningMs(), 1, Integer.MAX_VALUE),
                config.ensemble().isPresent());
    }

    private int preallocBytes() {
        long wanted = (long) config.storage().preAllocKb() * KILO;
        long frames = (long) FRAMES_AHEAD * maxFrameBytes();
        return Math.clamp(Math.max(wanted, frames), PREALLOC_BYTES_MIN, PREALLOC_BYTES_MAX);
    }

    private int maxFrameBytes() {
        return Math.min(config.limits().juteMaxBufferBytes(), FRAME_BYTES_MAX);
    }

    AdminSettings admin() {
        var access = config.access();
        int mayWaitBytes = FrontSettings.defaults().pressure().outMaxBytes();
        return new AdminSettings(
                Version.asZooKeeper(),
                access.fourLetterWords()::allows,
                configured(),
                System.getProperties(),
                config.listening().sessionlessTimeoutMs(),
                Math.min(TEXT_MAX_BYTES, mayWaitBytes / 4 * 3));
    }

    private Configured configured() {
        var listening = config.listening();
        return new Configured(
                listening.addresses().getFirst().getPort(),
                config.storage().dataDir().resolve(LogSettings.DIRECTORY),
                config.storage().dataLogDir().resolve(LogSettings.DIRECTORY),
                config.times().tickTimeMs(),
                listening.maxConnectionsPerHost(),
                config.times().minSessionTimeoutMs(),
                config.times().maxSessionTimeoutMs(),
                listening.backlog(),
                config.ensemble().map(Settings::place));
    }

    private static Configured.Place place(Ensemble ensemble) {
        var own = ensemble.own();
        var address = own.addresses().getFirst();
        return new Configured.Place(
                ensemble.self(),
                ensemble.initLimit(),
                ensemble.syncLimit(),
                address.electionPort(),
                address.quorumPort(),
                !own.votes(),
                ensemble.voters().size(),
                ensemble.text(MEMBERS_VERSION));
    }

    /** More at once would only close the connection: some may wait there already. */
    int repliesMaxBytes() {
        var pressure = FrontSettings.defaults().pressure();
        return pressure.outMaxBytes() - pressure.outHighBytes();
    }

    FrontSettings front() {
        var listening = config.listening();
        var defaults = FrontSettings.defaults();
        int backlog = listening.backlog() > 0 ? listening.backlog() : BACKLOG_DEFAULT;
        var patience = defaults.patience();
        return defaults.withMaxFrameBytes(maxFrameBytes())
                .with(new FrontSettings.Sockets(backlog, listening.tcpKeepAlive()))
                .with(
                        new FrontSettings.Admission(
                                listening.maxConnections(), listening.maxConnectionsPerHost()))
                .with(
                        new FrontSettings.Patience(
                                listening.sessionlessTimeoutMs(),
                                patience.flushMs(),
                                patience.sweepMs(),
                                patience.acceptPauseMs()))
                .with(
                        defaults.pressure()
                                .withAllUnanswered(config.limits().globalOutstandingRequests()));
    }
}
