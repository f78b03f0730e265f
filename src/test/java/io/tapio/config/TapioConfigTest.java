package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.config.ServerLine.Role;
import io.tapio.config.TapioConfig.Loaded;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TapioConfigTest {
    private static final String MINIMAL = "dataDir=/d\nclientPort=2181\n";

    @Test
    void withoutAFileThereAreDefaultsForEverything() {
        var config = TapioConfig.defaults(Path.of("/d"));

        assertThat(config.times()).isEqualTo(new TapioConfig.Times(2000, 4000, 40000));
        assertThat(config.storage())
                .isEqualTo(
                        new TapioConfig.Storage(
                                Path.of("/d"),
                                Path.of("/d"),
                                true,
                                100000,
                                4194304,
                                16384,
                                3,
                                1000));
        assertThat(config.listening())
                .isEqualTo(
                        new TapioConfig.Listening(
                                List.of(new InetSocketAddress(2181)), -1, false, 60, 0, 10000));
        assertThat(config.limits()).isEqualTo(new TapioConfig.Limits(1048575, 1000));
        assertThat(config.containers()).isEqualTo(new TapioConfig.Containers(60000, 10000, 0));
        assertThat(config.features()).isEqualTo(new TapioConfig.Features(false, false, false));
        assertThat(config.access().schemes()).containsExactlyInAnyOrder("ip", "digest");
        assertThat(config.access().digestAlgorithm()).isEqualTo("SHA1");
        assertThat(config.access().superDigest()).isEmpty();
        assertThat(config.access().fourLetterWords().words())
                .containsExactlyInAnyOrder("ruok", "srvr", "stat", "mntr", "conf", "isro");
        assertThat(config.servers()).isEmpty();
    }

    @Test
    void withoutAFileOrADirectoryTheDataGoNextToTheServer() throws ConfigError {
        var loaded = TapioConfig.load(Optional.empty(), new Properties());

        assertThat(loaded.config().storage().dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void aFileWithoutTickTimeGetsZooKeepersOwnDefault() throws ConfigError {
        assertThat(load(MINIMAL).config().times())
                .isEqualTo(new TapioConfig.Times(3000, 6000, 60000));
    }

    @Test
    void aRelativeDirectoryStartsAtTheWorkingDirectory() throws ConfigError {
        var storage = load("dataDir=./a/../b\ndataLogDir=log\nclientPort=1").config().storage();

        assertThat(storage.dataDir()).isEqualTo(Path.of("b").toAbsolutePath());
        assertThat(storage.dataLogDir()).isEqualTo(Path.of("log").toAbsolutePath());
    }

    static Stream<Arguments> settingsWithAnEffect() {
        return Stream.of(
                used("tickTime=500", it -> it.times().tickTimeMs(), 500),
                used("tickTime=500", it -> it.times().maxSessionTimeoutMs(), 10000),
                used("minSessionTimeout=1", it -> it.times().minSessionTimeoutMs(), 1),
                used("minSessionTimeout=-1", it -> it.times().minSessionTimeoutMs(), 6000),
                used("maxSessionTimeout=90000", it -> it.times().maxSessionTimeoutMs(), 90000),
                used("dataLogDir=/l", it -> it.storage().dataLogDir(), Path.of("/l")),
                used("datadir.autocreate=false", it -> it.storage().createsDirs(), false),
                used("snapCount=7", it -> it.storage().snapCount(), 7),
                used("snapSizeLimitInKb=-1", it -> it.storage().snapSizeLimitKb(), -1L),
                used("preAllocSize=64", it -> it.storage().preAllocKb(), 64),
                used("autopurge.snapRetainCount=9", it -> it.storage().snapshotsKept(), 9),
                used("fsync.warningthresholdms=20", it -> it.storage().flushWarningMs(), 20L),
                used("clientPortListenBacklog=99", it -> it.listening().backlog(), 99),
                used("clientTcpKeepAlive=true", it -> it.listening().tcpKeepAlive(), true),
                used("maxClientCnxns=0", it -> it.listening().maxConnectionsPerHost(), 0),
                used("maxCnxns=8", it -> it.listening().maxConnections(), 8),
                used(
                        "nio.sessionlessCnxnTimeout=5",
                        it -> it.listening().sessionlessTimeoutMs(),
                        5),
                used("jute.maxbuffer=0x2000", it -> it.limits().juteMaxBufferBytes(), 8192),
                used("globalOutstandingLimit=3", it -> it.limits().globalOutstandingRequests(), 3),
                used(
                        "znode.container.checkIntervalMs=1",
                        it -> it.containers().checkIntervalMs(),
                        1),
                used("znode.container.maxPerMinute=2", it -> it.containers().maxPerMinute(), 2),
                used(
                        "znode.container.maxNeverUsedIntervalMs=3",
                        it -> it.containers().maxNeverUsedMs(),
                        3L),
                used("extendedTypesEnabled=true", it -> it.features().extendedTypes(), true),
                used("emulate353TTLNodes=true", it -> it.features().emulate353TtlNodes(), true),
                used("enforceQuota=true", it -> it.features().enforceQuota(), true),
                used("skipACL=yes", it -> it.access().skipAcl(), true),
                used("ensembleAuthName=a, b", it -> it.access().ensembleNames().size(), 2),
                used(
                        "DigestAuthenticationProvider.enabled=false",
                        it -> it.access().schemes().size(),
                        1),
                used(
                        "DigestAuthenticationProvider.digestAlg=SHA-256",
                        it -> it.access().digestAlgorithm(),
                        "SHA-256"),
                used(
                        "DigestAuthenticationProvider.superDigest=super:x=",
                        it -> it.access().superDigest(),
                        "super:x="),
                used(
                        "authProvider.1=org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider",
                        it -> it.access().schemes().contains("ensemble"),
                        true),
                used("4lw.commands.whitelist=*", answers("wchp"), true),
                used("4lw.commands.whitelist=ruok , wchp", answers("wchp"), true),
                used("4lw.commands.whitelist=ruok", answers("srvr"), false),
                used("4lw.commands.whitelist=", answers("srvr"), false));
    }

    @ParameterizedTest
    @MethodSource("settingsWithAnEffect")
    void aSettingReachesTheConfiguration(
            String line, Function<TapioConfig, Object> part, Object expected) throws ConfigError {
        var loaded = load(MINIMAL + line);

        assertThat(part.apply(loaded.config())).isEqualTo(expected);
        assertThat(loaded.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("settingsWithAnEffect")
    void aSystemPropertyDoesTheSame(
            String line, Function<TapioConfig, Object> part, Object expected) throws ConfigError {
        var loaded = load(MINIMAL, "zookeeper." + line);

        assertThat(part.apply(loaded.config())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "jute.maxbuffer=5000, 5000",
        "znode.container.maxPerMinute=5000, 5000",
        "fsync.warningthresholdms=5000, 5000",
    })
    void somePropertiesHaveNoPrefix(String property, String shown) throws ConfigError {
        assertThat(load(MINIMAL, property).config().toString()).contains(shown);
    }

    @Test
    void theFileWinsOverSystemProperties() throws ConfigError {
        var config =
                load(
                                MINIMAL + "snapCount=5\ntickTime=100",
                                "zookeeper.snapCount=6",
                                "zookeeper.tickTime=7")
                        .config();

        assertThat(config.storage().snapCount()).isEqualTo(5);
        assertThat(config.times().tickTimeMs()).isEqualTo(100);
    }

    @Test
    void otherSystemPropertiesAreNoneOfOurBusiness() throws ConfigError {
        assertThat(load(MINIMAL, "snapCount=x", "zookeeper.log.dir=/l", "java.x=y").warnings())
                .isEmpty();
    }

    @Test
    void requiredSchemesAreThoseOfAnEnforcedLogin() throws ConfigError {
        var schemes = MINIMAL + "enforce.auth.schemes=digest\n";

        assertThat(load(schemes).config().access().requiredSchemes()).isEmpty();
        assertThat(load(schemes + "enforce.auth.enabled=true").config().access().requiredSchemes())
                .containsExactly("digest");
    }

    static Stream<Arguments> clientAddresses() {
        return Stream.of(
                listening("clientPort=0", new InetSocketAddress(0)),
                listening("clientPort=65535", new InetSocketAddress(65535)),
                listening("clientPort=21\nclientPortAddress=127.0.0.1", at("127.0.0.1", 21)),
                listening("clientPort=21\nclientPortAddress=::1", at("::1", 21)),
                listening(
                        "clientPort=21\nclientPortAddress=127.0.0.1, [::1]",
                        at("127.0.0.1", 21),
                        at("::1", 21)),
                listening(
                        "clientPort=21\nclientPortAddress=127.0.0.1,127.0.0.1",
                        at("127.0.0.1", 21)),
                listening("server.1=localhost:2888:3888;2181", at("0.0.0.0", 2181)),
                listening("server.1=a:2888:3888;127.0.0.1:21", at("127.0.0.1", 21)),
                listening("server.1=a:2888:3888;[::1]:21", at("::1", 21)),
                listening("clientPort=21\nserver.1=a:2888:3888;127.0.0.1:21", at("127.0.0.1", 21)),
                listening("clientPort=21\nserver.1=a:2888:3888", new InetSocketAddress(21)),
                listening(
                        "clientPort=21\nclientPortAddress=127.0.0.1\nserver.1=a:1:2;127.0.0.1:21",
                        at("127.0.0.1", 21)));
    }

    @ParameterizedTest
    @MethodSource("clientAddresses")
    void clientsAreServedWhereTheFileSays(String text, List<InetSocketAddress> expected)
            throws ConfigError {
        assertThat(load("dataDir=/d\n" + text).config().listening().addresses())
                .isEqualTo(expected);
    }

    @Test
    void aLoneServerLineIsAnEnsembleOfOne() throws ConfigError {
        var loaded = load(MINIMAL + "server.3=[::1]:2888:3888|b:2889:3889:participant;2181");

        assertThat(loaded.config().servers())
                .containsExactly(
                        new ServerLine(
                                3,
                                List.of(
                                        new ServerLine.Address("::1", 2888, 3888),
                                        new ServerLine.Address("b", 2889, 3889)),
                                Role.PARTICIPANT,
                                Optional.of(new ServerLine.ClientAddress("0.0.0.0", 2181))));
        assertThat(loaded.warnings())
                .containsExactly("zoo.cfg:3: server.3 is the only server line: an ensemble of one");
    }

    @Test
    void theSampleFileLeavesNothingToSay() throws Exception {
        var sample = Path.of("config/zoo.cfg");

        var loaded = TapioConfig.load(Optional.of(sample), new Properties());

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config()).isEqualTo(TapioConfig.defaults(Path.of("data")));
    }

    @Test
    void whatTheSampleFileOffersInCommentsWorksToo(@TempDir Path dir) throws Exception {
        var offered = Files.readString(Path.of("config/zoo.cfg")).replaceAll("(?m)^#(?=\\S+=)", "");
        var file = Files.writeString(dir.resolve("zoo.cfg"), offered);

        assertThat(TapioConfig.load(Optional.of(file), new Properties()).warnings()).isEmpty();
    }

    private static Function<TapioConfig, Object> answers(String word) {
        return it -> it.access().fourLetterWords().allows(word);
    }

    private static Arguments used(String line, Function<TapioConfig, Object> part, Object is) {
        return Arguments.of(line, part, is);
    }

    private static Arguments listening(String text, InetSocketAddress... addresses) {
        return Arguments.of(text, Arrays.asList(addresses));
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private static Loaded load(String text, String... properties) throws ConfigError {
        return Texts.load(text, properties);
    }
}
