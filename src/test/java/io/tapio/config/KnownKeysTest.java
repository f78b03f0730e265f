package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.config.KnownKey.Use;
import io.tapio.faults.Fault;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {
    private static final String MINIMAL = "dataDir=/d\nclientPort=2181\n";

    static Stream<String> documentedKeys() throws Exception {
        var list = KnownKeysTest.class.getResourceAsStream("documented-keys.txt");
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(list), StandardCharsets.UTF_8))) {
            return lines.lines().filter(it -> !it.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documentedKeys")
    void everyDocumentedKeyIsAccepted(String name) throws ConfigError {
        var key = KnownKeys.documented().find(name).orElseThrow();

        var loaded = Texts.load(MINIMAL + name + "=" + goodValue(name, key));

        assertThat(loaded.warnings()).noneMatch(it -> it.contains("is not a key Tapio knows"));
    }

    static Stream<KnownKey> allKeys() {
        return KnownKeys.documented().all().stream();
    }

    @ParameterizedTest
    @MethodSource("allKeys")
    void everyDefaultIsAGoodValue(KnownKey key) {
        if (key.defaultValue().isEmpty()) return;

        assertThat(key.complaint(key.name(), key.defaultValue())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("allKeys")
    void whatIsNotNeededSaysWhy(KnownKey key) {
        assertThat(key.use() == Use.NOT_NEEDED && key.note().isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "server.", "ssl.", "zookeeper.tickTime", "TICKTIME", ""})
    void anythingElseIsUnknown(String name) {
        assertThat(KnownKeys.documented().find(name)).isEmpty();
    }

    @ParameterizedTest
    @Fault("F87")
    @CsvSource({
        "ticktime, tickTime",
        "TICKTIME, tickTime",
        "tickTimes, tickTime",
        "itckTime, tickTime",
        "datadir, dataDir",
        "maxClientConns, maxClientCnxns",
        "autopurge.purgeinterval, autopurge.purgeInterval",
        "4lw.command.whitelist, 4lw.commands.whitelist",
        "zookeeper.skipACL, skipACL",
        "severs.12, server.12",
    })
    void aNearMissIsRecognised(String wrong, String meant) {
        assertThat(KnownKeys.documented().closestTo(wrong)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"colour", "x", "tick", "port", "com.acme.snapCount", "zookeeper.log.dir"})
    void aStrangerIsNotTakenForAnotherKey(String name) {
        assertThat(KnownKeys.documented().closestTo(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "abc,abc,0", "abc,acb,1", "abc,abd,1", "abc,bcd,2", "ab,ba,1"})
    void distanceCountsSingleSlips(String a, String b, int slips) {
        assertThat(Spelling.distance(a, b)).isEqualTo(slips);
        assertThat(Spelling.distance(b, a)).isEqualTo(slips);
    }

    private static String goodValue(String name, KnownKey key) {
        if (name.startsWith("server.")) return "localhost:2888:3888;2181";
        if (name.equals("authProvider.1")) {
            return "org.apache.zookeeper.server.auth.DigestAuthenticationProvider";
        }
        if (name.equals("dynamicConfigFile")) return "/dev/null";
        if (name.equals("clientPort")) return "2181";
        if (name.equals("clientPortAddress")) return "127.0.0.1";
        if (!key.defaultValue().isEmpty()) return key.defaultValue();
        return switch (key.kind()) {
            case ValueKind.Whole whole -> "5";
            case ValueKind.Decimal decimal -> "0.5";
            case ValueKind.Words words -> words.words().getFirst();
            case ValueKind.PathName path -> "/some/where";
            case ValueKind.Text text -> "text";
        };
    }
}
