package io.tapio.config;

import io.tapio.config.TapioConfig.Containers;
import io.tapio.config.TapioConfig.Features;
import io.tapio.config.TapioConfig.Limits;
import io.tapio.config.TapioConfig.Listening;
import io.tapio.config.TapioConfig.Loaded;
import io.tapio.config.TapioConfig.Storage;
import io.tapio.config.TapioConfig.Times;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Builds a configuration from settings and system properties, and judges what they say together.
 */
final class Assembly {
    private static final int TICK_WITHOUT_FILE_MS = 2000;
    private static final String DATA_DIR_WITHOUT_FILE = "data";
    private static final int LEAST_SNAPSHOTS = 3;
    private static final int LEAST_SNAP_COUNT = 2;

    private final ZooCfg cfg;
    private final Findings findings = new Findings();
    private final Answers answers;
    private final PeerWay way;

    Assembly(ZooCfg cfg, Properties systemProperties) {
        this.cfg = cfg;
        cfg.warnings().forEach(findings::warn);
        answers = Answers.collect(cfg, systemProperties, findings);
        way = PeerWay.chosen(systemProperties, findings);
    }

    Loaded build() throws ConfigError {
        new EffectNotes(findings).on(answers);
        Answers lines = new EnsembleSource(answers, findings).read();
        var servers = new ServerLines(findings).read(lines);
        var storage = storage();
        var dataDir = Optional.of(storage.dataDir()).filter(any -> knowsDataDir());
        var place = new EnsembleRules(cfg, answers, lines, way, findings).read(servers, dataDir);
        var config =
                new TapioConfig(
                        times(),
                        storage,
                        listening(servers, place.self()),
                        limits(),
                        containers(),
                        features(),
                        new AccessRules(answers, findings).read(),
                        servers.stream().map(Listed::line).toList(),
                        place.ensemble());
        findings.throwIfAnyProblem();
        return new Loaded(config, findings.warnings());
    }

    private boolean knowsDataDir() {
        return cfg.isAbsent() || answers.find("dataDir").isPresent();
    }

    private Times times() {
        boolean fromHouse = cfg.isAbsent() && answers.find("tickTime").isEmpty();
        int tick = fromHouse ? TICK_WITHOUT_FILE_MS : answers.number("tickTime");
        int least = orTicks("minSessionTimeout", 2, tick);
        int most = orTicks("maxSessionTimeout", 20, tick);
        if (least > most) {
            findings.problem(
                    "%s is larger than %s; lower the first or raise the second"
                            .formatted(
                                    sessionTimeout("minSessionTimeout", 2, tick),
                                    sessionTimeout("maxSessionTimeout", 20, tick)));
        }
        return new Times(tick, least, most);
    }

    private int orTicks(String key, int ticks, int tickMs) {
        int given = answers.number(key);
        return given == -1 ? ticks * tickMs : given;
    }

    private String sessionTimeout(String key, int ticks, int tickMs) {
        return answers.find(key)
                .filter(given -> answers.number(key) != -1)
                .map(Given::said)
                .orElse("%s=%d (%d ticks)".formatted(key, ticks * tickMs, ticks));
    }

    private Storage storage() {
        var dataDir = dataDir();
        boolean apart = answers.find("dataLogDir").isPresent();
        return new Storage(
                dataDir,
                apart ? absolute(answers.text("dataLogDir")) : dataDir,
                answers.isOn("datadir.autocreate"),
                atLeast(LEAST_SNAP_COUNT, "snapCount"),
                answers.longNumber("snapSizeLimitInKb"),
                answers.number("preAllocSize"),
                atLeast(LEAST_SNAPSHOTS, "autopurge.snapRetainCount"),
                answers.longNumber("fsync.warningthresholdms"));
    }

    private Path dataDir() {
        if (!answers.wasGiven("dataDir") && !cfg.isAbsent()) {
            findings.problem(
                    cfg.fileName() + ": dataDir is not set; add a line such as dataDir=./data");
        }
        return absolute(answers.find("dataDir").map(Given::value).orElse(DATA_DIR_WITHOUT_FILE));
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    /** ZooKeeper mends these two itself, so existing files may rely on it. */
    private int atLeast(int least, String key) {
        int given = answers.number(key);
        if (given >= least) return given;
        answers.find(key)
                .ifPresent(it -> findings.warn(it.said() + " is too few; Tapio takes " + least));
        return least;
    }

    private Listening listening(List<Listed> servers, Optional<Listed> self) {
        var clients = new ClientAddresses(answers, cfg, findings);
        return new Listening(
                servers.isEmpty() || self.isPresent() ? clients.given(self) : List.of(),
                answers.number("clientPortListenBacklog"),
                answers.isOn("clientTcpKeepAlive"),
                answers.number("maxClientCnxns"),
                answers.number("maxCnxns"),
                answers.number("nio.sessionlessCnxnTimeout"));
    }

    private Limits limits() {
        return new Limits(
                answers.number("jute.maxbuffer"), answers.number("globalOutstandingLimit"));
    }

    private Containers containers() {
        return new Containers(
                answers.number("znode.container.checkIntervalMs"),
                answers.number("znode.container.maxPerMinute"),
                answers.longNumber("znode.container.maxNeverUsedIntervalMs"));
    }

    private Features features() {
        return new Features(
                answers.isOn("extendedTypesEnabled"),
                answers.isOn("emulate353TTLNodes"),
                answers.isOn("enforceQuota"));
    }
}
