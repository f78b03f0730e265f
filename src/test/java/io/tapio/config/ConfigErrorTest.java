package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tapio.faults.Fault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigErrorTest {
    private static final String MINIMAL = "dataDir=/d\nclientPort=2181\n";
    private static final String SERVER_FORM =
            "; write host:quorumPort:electionPort, for example server.1=10.0.0.1:2888:3888;2181";

    static Stream<Arguments> wrongThirdLines() {
        return Stream.of(
                wrong(
                        "tickTime=abc",
                        "tickTime=abc is not a whole number; write milliseconds, for example tickTime=2000"),
                wrong(
                        "tickTime=0",
                        "tickTime=0 is below 1; write milliseconds, for example tickTime=2000"),
                wrong(
                        "tickTime=2.5",
                        "tickTime=2.5 is not a whole number; write milliseconds, for example tickTime=2000"),
                wrong(
                        "tickTime=",
                        "tickTime has no value; write milliseconds, for example tickTime=2000"),
                wrong(
                        "tickTime=2000 # ms",
                        "tickTime=2000 # ms is not a whole number; write milliseconds, for example tickTime=2000 (a comment needs a line of its own)"),
                wrong(
                        "maxCnxns=99999999999999999999",
                        "maxCnxns=99999999999999999999 is above 2147483647; write connections of all clients (0: no limit), for example maxCnxns=0"),
                wrong(
                        "globalOutstandingLimit=many",
                        "globalOutstandingLimit=many is not a whole number; write a whole number, for example globalOutstandingLimit=1000"),
                wrong(
                        "jute.maxbuffer=4M",
                        "jute.maxbuffer=4M is not a whole number; write bytes, for example jute.maxbuffer=1048575"),
                wrong(
                        "enforceQuota=True",
                        "enforceQuota=True is not one of true, false; write enforceQuota=true"),
                wrong(
                        "enforceQuota=1",
                        "enforceQuota=1 is not one of true, false; write enforceQuota=true or false"),
                wrong(
                        "skipACL=true",
                        "skipACL=true is not one of yes, no; write skipACL=yes or no"),
                wrong(
                        "peerType=voter",
                        "peerType=voter is not one of participant, observer; write peerType=participant or observer"),
                wrong(
                        "snapshotSizeFactor=half",
                        "snapshotSizeFactor=half is not a number; write a number, for example snapshotSizeFactor=0.33"),
                wrong(
                        "weight.1=x",
                        "weight.1=x is not a whole number; write a whole number, for example weight.1=1"),
                wrong(
                        "electionAlg=1",
                        "electionAlg=1 is below 3; write electionAlg=3: there is one election algorithm"),
                wrong(
                        "minSessionTimeout=90000",
                        "minSessionTimeout=90000 is larger than maxSessionTimeout=60000 (20 ticks); lower the first or raise the second"),
                wrong(
                        "ticktime=2000",
                        "'ticktime' is not a key Tapio knows; did you mean 'tickTime'?"),
                wrong(
                        "tickTiem=2000",
                        "'tickTiem' is not a key Tapio knows; did you mean 'tickTime'?"),
                wrong(
                        "snap.count=9",
                        "'snap.count' is not a key Tapio knows; did you mean 'snapCount'?"),
                wrong(
                        "zookeeper.snapCount=9",
                        "'zookeeper.snapCount' is not a key Tapio knows; did you mean 'snapCount'?"),
                wrong("sever.7=x", "'sever.7' is not a key Tapio knows; did you mean 'server.7'?"),
                wrong(
                        "authProvider.1=com.acme.Auth",
                        "authProvider.1=com.acme.Auth is not a provider Tapio has; write org.apache.zookeeper.server.auth.{Digest,IP,Ensemble,SASL,X509}AuthenticationProvider"),
                wrong(
                        "DigestAuthenticationProvider.digestAlg=ROT13",
                        "DigestAuthenticationProvider.digestAlg=ROT13 is not a digest this JVM has; write for example SHA1 or SHA-256"),
                wrong(
                        "enforce.auth.enabled=true",
                        "enforce.auth.enabled=true needs schemes; add a line such as enforce.auth.schemes=digest"),
                wrong(
                        "clientPortAddress=127.0.0.1:2181",
                        "clientPortAddress=127.0.0.1:2181 names a port; write the host alone, the port is clientPort"),
                wrong(
                        "clientPortAddress=not a host",
                        "clientPortAddress=not a host names not a host, which this machine cannot resolve"),
                wrong("server.1=a:2888", "server.1=a:2888 is not a server line" + SERVER_FORM),
                wrong(
                        "server.1=a:2888:2888",
                        "server.1=a:2888:2888 names one port for two purposes" + SERVER_FORM),
                wrong(
                        "server.1=a:2888:70000",
                        "server.1=a:2888:70000 names the port 70000, which is above 65535"
                                + SERVER_FORM),
                wrong(
                        "server.1=a:1:2:voter",
                        "server.1=a:1:2:voter has the role voter, not participant or observer"
                                + SERVER_FORM),
                wrong(
                        "server.1=a:1:2|b:1:2:observer",
                        "server.1=a:1:2|b:1:2:observer names two roles" + SERVER_FORM),
                wrong(
                        "server.1=a:1:2;x:y",
                        "server.1=a:1:2;x:y has no client port after the semicolon" + SERVER_FORM),
                wrong(
                        "server.one=a:1:2",
                        "server.one: the id of a server is a number from 0 to 255"),
                wrong(
                        "server.1=a:1:2:observer",
                        "server.1 is an observer, and nobody votes; write participant or leave the role out"),
                wrong(
                        "server.1=a:1:2;2182",
                        "server.1 names the client address *:2182, but clientPort (zoo.cfg:2) says *:2181; let both say the same"),
                wrong(
                        "dynamicConfigFile=/dyn\nserver.1=a:1:2",
                        4,
                        "server.1 cannot stand beside dynamicConfigFile (zoo.cfg:3); keep the servers in one place"));
    }

    @ParameterizedTest
    @Fault("F87")
    @MethodSource("wrongThirdLines")
    void aMistakeIsNamedWithItsCure(String line, String problem) {
        assertThat(Texts.problems(MINIMAL + line)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientPort=70000", "clientPort=-1", "clientPort=x"})
    void aBadPortIsOneMistakeNotTwo(String line) {
        assertThat(Texts.problems("dataDir=/d\n" + line)).hasSize(1);
    }

    @Test
    void portsEndAt65535() {
        assertThat(Texts.problems("dataDir=/d\nclientPort=70000"))
                .containsExactly(
                        "zoo.cfg:2: clientPort=70000 is above 65535; write a port number, for example clientPort=2181");
    }

    @Test
    void anEmptyFileLacksADirectoryAndAPort() {
        assertThat(Texts.problems(""))
                .containsExactly(
                        "zoo.cfg: dataDir is not set; add a line such as dataDir=./data",
                        "zoo.cfg: clientPort is not set; add a line such as clientPort=2181");
    }

    @Test
    void anAddressNeedsAPort() {
        assertThat(Texts.problems("dataDir=/d\nclientPortAddress=127.0.0.1"))
                .containsExactly(
                        "zoo.cfg:2: clientPortAddress is set without clientPort; add a line such as clientPort=2181");
    }

    @Test
    void theShortestSessionIsNotLongerThanTheLongest() {
        assertThat(Texts.problems(MINIMAL + "minSessionTimeout=10\nmaxSessionTimeout=9"))
                .containsExactly(
                        "zoo.cfg:3: minSessionTimeout=10 is larger than zoo.cfg:4: maxSessionTimeout=9; lower the first or raise the second");
    }

    @Test
    void aRequiredSchemeMustBeOneThatExists() {
        assertThat(Texts.problems(MINIMAL + "enforce.auth.enabled=true\nenforce.auth.schemes=sasl"))
                .containsExactly(
                        "zoo.cfg:4: enforce.auth.schemes=sasl demands sasl, by which nobody can log in; this server has digest, ip");
    }

    @Test
    void allMistakesAreReportedTogether() {
        assertThat(Texts.problems("tickTime=x\nclientPort=y\ndatadir=/d"))
                .containsExactly(
                        "zoo.cfg:1: tickTime=x is not a whole number; write milliseconds, for example tickTime=2000",
                        "zoo.cfg:2: clientPort=y is not a whole number; write a port number, for example clientPort=2181",
                        "zoo.cfg:3: 'datadir' is not a key Tapio knows; did you mean 'dataDir'?",
                        "zoo.cfg: dataDir is not set; add a line such as dataDir=./data");
    }

    @Test
    void aWrongSystemPropertyIsNamedAsOne() {
        assertThat(Texts.problems(MINIMAL, "zookeeper.snapCount=many", "jute.maxbuffer=0"))
                .containsExactly(
                        "-Djute.maxbuffer=0 is below 1; write bytes, for example jute.maxbuffer=1048575",
                        "-Dzookeeper.snapCount=many is not a whole number; write a whole number, for example snapCount=100000");
    }

    @Test
    void aMissingFileIsAConfigurationError() {
        var missing = Optional.of(Path.of("/no/such/zoo.cfg"));

        assertThat(catchThrowable(() -> TapioConfig.load(missing, new Properties())))
                .isInstanceOf(ConfigError.class)
                .hasMessage("configuration file /no/such/zoo.cfg does not exist");
    }

    private static Arguments wrong(String line, String problem) {
        return wrong(line, 3, problem);
    }

    private static Arguments wrong(String lines, int number, String problem) {
        return Arguments.of(lines, "zoo.cfg:" + number + ": " + problem);
    }
}
