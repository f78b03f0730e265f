package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigWarningTest {
    private static final String MINIMAL = "dataDir=/d\nclientPort=2181\n";

    static Stream<Arguments> acceptedLinesWorthAWord() {
        return Stream.of(
                warned(
                        "nio.numSelectorThreads=4",
                        "zoo.cfg:3: nio.numSelectorThreads is not needed: one event loop serves all connections"),
                warned(
                        "secureClientPort=2281",
                        "zoo.cfg:3: secureClientPort=2281 is not yet used: no TLS port is opened"),
                warned("sslQuorum=false", "not yet used, so without effect: sslQuorum (zoo.cfg:3)"),
                warned(
                        "txnLogSizeLimitInKb=5\ndigest.enabled=false",
                        "not yet used, so without effect: txnLogSizeLimitInKb (zoo.cfg:3), digest.enabled (zoo.cfg:4)"),
                warned(
                        "forceSync=no",
                        "zoo.cfg:3: forceSync=no has no effect: Tapio always flushes before it acknowledges"),
                warned(
                        "autopurge.snapRetainCount=1",
                        "zoo.cfg:3: autopurge.snapRetainCount=1 is too few; Tapio takes 3"),
                warned("snapCount=0", "zoo.cfg:3: snapCount=0 is too few; Tapio takes 2"),
                warned(
                        "4lw.commands.whitelist=ruok,quit",
                        "zoo.cfg:3: 4lw.commands.whitelist: there is no word 'quit'"),
                warned(
                        "authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
                        "zoo.cfg:3: authProvider.1 is not yet used: nobody can log in by sasl"),
                warned(
                        "com.acme.colour=blue",
                        "zoo.cfg:3: 'com.acme.colour' is not a key Tapio knows; ignored"));
    }

    static Stream<Arguments> linesOfObserversAndLearners() {
        return Stream.of(
                warned(
                        "syncEnabled=false",
                        "zoo.cfg:3: syncEnabled is not needed: observers always keep what they learn on disk, and miss little after a start"),
                warned(
                        "observerMasterPort=2191",
                        "zoo.cfg:3: observerMasterPort=2191 is not yet used: observers learn from the leader itself, which sends them what is committed"),
                warned(
                        "observerMaster.sizeLimit=1024",
                        "zoo.cfg:3: observerMaster.sizeLimit=1024 is not yet used: followers pass nothing on to observers"),
                warned(
                        "observer.reconnectDelayMs=500",
                        "zoo.cfg:3: observer.reconnectDelayMs is not needed: an observer dials again at growing intervals"),
                warned(
                        "observer.election.DelayMs=500",
                        "zoo.cfg:3: observer.election.DelayMs is not needed: an observer follows as soon as it hears of a leader"),
                warned(
                        "learner.asyncSending=true",
                        "zoo.cfg:3: learner.asyncSending is not needed: sending never blocks"),
                warned(
                        "learner.closeSocketAsync=true",
                        "zoo.cfg:3: learner.closeSocketAsync is not needed: closing a socket never blocks"),
                warned(
                        "leader.maxConcurrentSnapSyncs=2",
                        "zoo.cfg:3: leader.maxConcurrentSnapSyncs=2 is not yet used: all members that need a snapshot get it at once"));
    }

    @ParameterizedTest
    @MethodSource({"acceptedLinesWorthAWord", "linesOfObserversAndLearners"})
    void anAcceptedSettingWithoutItsUsualEffectIsNamed(String line, String warning)
            throws ConfigError {
        assertThat(Texts.load(MINIMAL + line).warnings()).containsExactly(warning);
    }

    @Test
    void tooFewSnapshotsBecomeThree() throws ConfigError {
        var storage = Texts.load(MINIMAL + "autopurge.snapRetainCount=1").config().storage();

        assertThat(storage.snapshotsKept()).isEqualTo(3);
    }

    @Test
    void aRepeatedKeyIsNamed() throws ConfigError {
        assertThat(Texts.load(MINIMAL + "clientPort=2182").warnings())
                .containsExactly(
                        "zoo.cfg:3: clientPort is set again, so the value of line 2 does not count");
    }

    @Test
    void aMisspelledPropertyIsNamedButNoReasonToStop() throws ConfigError {
        assertThat(Texts.load(MINIMAL, "zookeeper.snapcount=5").warnings())
                .containsExactly(
                        "-Dzookeeper.snapcount is not a property Tapio knows, so it is ignored; did you mean -Dzookeeper.snapCount?");
    }

    @Test
    @Fault("F120")
    void secretsAreNeverRepeated() throws ConfigError {
        var text = MINIMAL + "ssl.keyStore.password=sesame\nsuperUser=sesame\nssl.secret=sesame";

        assertThat(Texts.load(text).warnings()).isNotEmpty().noneMatch(it -> it.contains("sesame"));
    }

    private static Arguments warned(String line, String warning) {
        return Arguments.of(line, warning);
    }
}
