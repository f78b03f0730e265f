package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of several servers, as a zoo.cfg has it. */
class EnsembleConfigTest {
    private static final String LIMITS = "initLimit=10\nsyncLimit=5\n";
    private static final String FOUR =
            LIMITS
                    + """
                    server.1=127.0.0.1:2888:3888;2181
                    server.2=127.0.0.1:2889:3889;2182
                    server.3=127.0.0.1:2890:3890:participant;[::1]:2183
                    server.4=127.0.0.1:2891:3891:observer;2184
                    """;

    @TempDir Path dataDir;

    @BeforeEach
    void weAreServer2() throws IOException {
        Files.writeString(dataDir.resolve("myid"), "2\n");
    }

    @Test
    void aMemberKnowsTheOthersItsNumberAndItsClientPort() throws ConfigError {
        var loaded = load(FOUR);
        var ensemble = loaded.config().ensemble().orElseThrow();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(ensemble.self()).isEqualTo(2);
        assertThat(loaded.config().self()).isEqualTo(2);
        assertThat(ensemble.servers()).extracting(ServerLine::id).containsExactly(1, 2, 3, 4);
        assertThat(ensemble.voters()).extracting(ServerLine::id).containsExactly(1, 2, 3);
        assertThat(ensemble.own().addresses())
                .containsExactly(new ServerLine.Address("127.0.0.1", 2889, 3889));
        assertThat(ensemble.initLimit()).isEqualTo(10);
        assertThat(ensemble.syncLimit()).isEqualTo(5);
        assertThat(ensemble.groups()).isEmpty();
        assertThat(ensemble.serving()).isEqualTo(new Ensemble.Serving(false, false, false, true));
        assertThat(ensemble.links()).isEqualTo(new Ensemble.Links(false, 2000, PeerWay.LINKS));
        assertThat(loaded.config().listening().addresses())
                .containsExactly(new InetSocketAddress("0.0.0.0", 2182));
    }

    @Test
    void theMembershipReadsAsZooKeeperWritesIt() throws ConfigError {
        assertThat(ensemble(FOUR).text(0x10))
                .isEqualTo(
                        """
                        server.1=127.0.0.1:2888:3888:participant;0.0.0.0:2181
                        server.2=127.0.0.1:2889:3889:participant;0.0.0.0:2182
                        server.3=127.0.0.1:2890:3890:participant;[::1]:2183
                        server.4=127.0.0.1:2891:3891:observer;0.0.0.0:2184
                        version=10""");
    }

    @Test
    void aLineWithoutAClientPortIsServedWhereTheKeysSay() throws ConfigError {
        var config = load("clientPort=7\n" + LIMITS + "server.1=a:1:2\nserver.2=b:1:2").config();

        assertThat(config.listening().addresses()).containsExactly(new InetSocketAddress(7));
        assertThat(config.ensemble().orElseThrow().text(0))
                .isEqualTo("server.1=a:1:2:participant\nserver.2=b:1:2:participant\nversion=0");
    }

    @Test
    @Fault("F60")
    void namesOfOtherMachinesNeedNotBeKnownYet() throws ConfigError {
        var servers = "server.1=no such:1:2;no.such.invalid:21\nserver.2=b:1:2;21\n";

        assertThat(ensemble(LIMITS + servers.replace("no such", "no.such.invalid")).self())
                .isEqualTo(2);
    }

    @Test
    void theServersMayStandInAFileOfTheirOwn() throws IOException, ConfigError {
        var text =
                dynamic("server.2=b:1:2;22\nserver.1=a:1:2;21\nserver.3=c:1:2;23\ngroup.1=1:2:3");

        assertThat(ensemble(text).servers()).extracting(ServerLine::id).containsExactly(1, 2, 3);
        assertThat(ensemble(text).groups()).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void serversInBothFilesAreRefused() throws IOException {
        assertThat(
                        problems(
                                dynamic("server.1=a:1:2;21")
                                        + "server.2=b:1:2\nweight.1=3\nclientPort=2181"))
                .containsExactly(
                        "zoo.cfg:5: server.2 cannot stand beside dynamicConfigFile (zoo.cfg:4); keep the servers in one place",
                        "zoo.cfg:6: weight.1 cannot stand beside dynamicConfigFile (zoo.cfg:4); keep the servers in one place");
    }

    @Test
    void mistakesInTheOtherFileAreFoundThere() throws IOException {
        assertThat(problems(dynamic("version=5\nserver.1=a;21\nserver.2=b:1:2;22")))
                .contains(
                        "dynamic.cfg:1: version does not belong here, only server.N, group.N and weight.N do")
                .anyMatch(line -> line.startsWith("dynamic.cfg:2: server.1=a;21 is not a server"));
    }

    @Test
    void anOtherFileThatIsMissingIsNamedWithTheLineThatNamesIt() {
        assertThat(problems("clientPort=2181\ndynamicConfigFile=/no/such"))
                .containsExactly(
                        "zoo.cfg:3: dynamicConfigFile: configuration file /no/such does not exist");
    }

    @Test
    void groupsAndWeightsAreRead() throws ConfigError {
        var ensemble = ensemble(FOUR + "group.2=1\ngroup.1=2:3\nweight.2=0\n");

        assertThat(ensemble.groups()).containsExactly(List.of(2, 3), List.of(1));
        assertThat(ensemble.weights()).isEqualTo(Map.of(1, 1, 2, 0, 3, 1));
        assertThat(ensemble.text(0))
                .endsWith("group.1=2:3\ngroup.2=1\nweight.1=1\nweight.2=0\nweight.3=1\nversion=0");
    }

    @Test
    void everyVoterIsInOneGroup() {
        assertThat(problems(FOUR + "group.1=1:2\ngroup.2=2:4\ngroup.3=x\nweight.4=2\n"))
                .containsExactly(
                        "zoo.cfg:9: group.2=2:4 names server 2, which group.1 (zoo.cfg:8) names already; a voter is in one group",
                        "zoo.cfg:9: group.2=2:4 names server 4, which does not vote",
                        "zoo.cfg:10: group.3=x is not a list of servers; write for example group.3=1:2:3",
                        "zoo.cfg:6: server.3 votes, but is in no group; add it to one, for example group.1=3");
    }

    @Test
    void somebodyHasWeight() {
        assertThat(problems(FOUR + "group.1=1:2:3\nweight.1=0\nweight.2=0\nweight.3=0\n"))
                .containsExactly(
                        "every voter has weight 0; give those that may lead a weight of 1");
    }

    @Test
    @Fault("F88")
    void withoutANumberAServerIsToldWhatToDo() throws IOException {
        Files.delete(dataDir.resolve("myid"));

        assertThat(problems(FOUR))
                .containsExactly(
                        "%s/myid is missing, so this server cannot know which of 1, 2, 3, 4 it is; write its number there, for example: echo 1 > %s/myid"
                                .formatted(dataDir, dataDir));
    }

    @Test
    @Fault("F88")
    void withoutADirectoryAServerIsToldToMakeOne() {
        var text = FOUR + "dataDir=" + dataDir.resolve("new") + "\n";

        assertThat(problems(text))
                .singleElement()
                .asString()
                .endsWith(
                        "for example: mkdir -p %1$s/new && echo 1 > %1$s/new/myid"
                                .formatted(dataDir));
    }

    @Test
    void aNumberThatIsNoServersIsRefused() throws IOException {
        Files.writeString(dataDir.resolve("myid"), "7");

        assertThat(problems(FOUR))
                .containsExactly(
                        "%s/myid says '7', but the servers are 1, 2, 3, 4; write its number there, for example: echo 1 > %s/myid"
                                .formatted(dataDir, dataDir));
    }

    @Test
    void whatIsNoNumberIsRefused() throws IOException {
        Files.writeString(dataDir.resolve("myid"), "server.2\n");
        assertThat(problems(FOUR)).singleElement().asString().contains("myid says 'server.2', but");

        Files.write(dataDir.resolve("myid"), new byte[] {(byte) 0xC0, 0});
        assertThat(problems(FOUR)).singleElement().asString().contains("myid is not text, so");

        Files.delete(dataDir.resolve("myid"));
        Files.createDirectory(dataDir.resolve("myid"));
        assertThat(problems(FOUR)).singleElement().asString().contains("myid cannot be read (");
    }

    @Test
    void whatAnEnsembleNeedsIsMissed() {
        assertThat(problems(FOUR.replace(LIMITS, "")))
                .containsExactly(
                        "zoo.cfg: initLimit is not set, and an ensemble needs it; add a line such as initLimit=10",
                        "zoo.cfg: syncLimit is not set, and an ensemble needs it; add a line such as syncLimit=5");
    }

    @Test
    void twoMembersAtOnePlaceAreRefused() {
        assertThat(problems(FOUR.replace("2889", "3888").replace("2184", "2181")))
                .containsExactly(
                        "zoo.cfg:5: server.2 names 127.0.0.1:3888, which server.1 (zoo.cfg:4) has already; give each member a port of its own",
                        "zoo.cfg:7: server.4 names 127.0.0.1:2181, which server.1 (zoo.cfg:4) has already; give each member a port of its own");
    }

    @Test
    void onePortForClientsAndMembersIsRefused() {
        assertThat(problems(FOUR.replace("2182", "2889")))
                .containsExactly(
                        "zoo.cfg:5: server.2 names 127.0.0.1:2889 for two purposes; give each a port of its own");
    }

    @Test
    void oneServerTwiceIsRefused() {
        assertThat(problems(FOUR + "server.01=a:1:2"))
                .containsExactly(
                        "zoo.cfg:8: server.01 is the server that server.1 (zoo.cfg:4) is; take one of them out");
    }

    @Test
    void itsClientAddressIsTheSameInBothPlaces() {
        assertThat(problems("clientPort=2181\n" + FOUR))
                .containsExactly(
                        "zoo.cfg:6: server.2 names the client address *:2182, but clientPort (zoo.cfg:2) says *:2181; let both say the same");
    }

    @Test
    void aMemberThatClientsCannotReachIsRefused() {
        assertThat(problems(LIMITS + "server.1=a:1:2;21\nserver.2=b:1:2"))
                .containsExactly(
                        "zoo.cfg: clientPort is not set; add a line such as clientPort=2181");
    }

    @Test
    void anEvenNumberOfVotersIsNamed() throws ConfigError {
        var two = LIMITS + "server.1=a:1:2;21\nserver.2=b:1:2;21\n";

        assertThat(load(two).warnings())
                .containsExactly(
                        "2 of the servers can vote: no failure is tolerated; it takes 3 to bear one");
        assertThat(load(FOUR.replace("observer", "participant")).warnings())
                .containsExactly(
                        "4 servers vote, an even number: they bear no more failures than 3 do");
    }

    @Test
    void observersNeedAnEnsemble() {
        var one = LIMITS + "clientPort=21\nserver.1=a:1:2\n";

        assertThat(problems(one + "server.2=b:1:2:observer"))
                .containsExactly(
                        "zoo.cfg:5: server.1 votes alone, and observers need an ensemble; add voters, or a line standaloneEnabled=false");
        assertThat(problems(one.replace("a:1:2", "a:1:2:observer") + "server.2=b:1:2:observer"))
                .containsExactly(
                        "zoo.cfg:5: server.1 and all other servers are observers, and nobody votes; make one a participant");
        assertThat(problems("clientPort=21\npeerType=observer"))
                .containsExactly(
                        "zoo.cfg:3: peerType=observer needs an ensemble to observe; add its server lines or take this one out");
    }

    @Test
    void oneVoterIsAnEnsembleWhenThatIsWishedFor() throws ConfigError {
        var text = LIMITS + "standaloneEnabled=false\nserver.2=a:1:2;21\nserver.3=b:1:2:observer\n";

        assertThat(ensemble(text).voters()).extracting(ServerLine::id).containsExactly(2);
        assertThat(ensemble(text).servers()).hasSize(2);
    }

    @Test
    void oneServerAloneNeedsNoNumberAndNoLimits() throws IOException, ConfigError {
        Files.delete(dataDir.resolve("myid"));
        var config = load("server.3=a:1:2;21").config();

        assertThat(config.ensemble()).isEmpty();
        assertThat(config.self()).isEqualTo(3);
        assertThat(load("clientPort=21").config().self()).isEqualTo(1);
    }

    @Test
    void theServerLineTellsTheRole() throws ConfigError {
        assertThat(load(FOUR + "peerType=participant").warnings()).isEmpty();
        assertThat(load(FOUR + "peerType=observer").warnings())
                .containsExactly(
                        "zoo.cfg:8: peerType=observer, but server.2 (zoo.cfg:5) says participant: the server line counts");
    }

    @Test
    void whatCannotWorkAmongMachinesIsNamed() throws ConfigError {
        var text =
                LIMITS + "server.1=0.0.0.0:1:2;21\nserver.2=0.0.0.0:1:3;22\nserver.3=c:1:2|d:1:2";

        assertThat(load(text.replace("2=0.0.0.0:1:3", "2=b:1:3")).warnings())
                .containsExactly(
                        "zoo.cfg:4: server.1 names the host 0.0.0.0, where nobody finds another machine",
                        "zoo.cfg:6: server.3 names several addresses; only the first, c, is used");
    }

    @Test
    void settingsOfTheEnsembleReachIt() throws ConfigError {
        var ensemble =
                ensemble(
                        FOUR
                                + """
                                quorumListenOnAllIPs=true
                                cnxTimeout=300
                                localSessionsEnabled=true
                                localSessionsUpgradingEnabled=true
                                readonlymode.enabled=true
                                leaderServes=no
                                """);

        assertThat(ensemble.links()).isEqualTo(new Ensemble.Links(true, 300, PeerWay.LINKS));
        assertThat(ensemble.serving()).isEqualTo(new Ensemble.Serving(true, true, true, false));
    }

    @Test
    void theWayBetweenMembersIsChosenByAProperty() throws ConfigError {
        var links = loadWithWay("cluster", FOUR).config().ensemble().orElseThrow().links();

        assertThat(links.way()).isEqualTo(PeerWay.CLUSTER);
        assertThatThrownBy(() -> loadWithWay("pigeons", FOUR))
                .hasMessage(
                        "-Dtapio.peer.transport=pigeons is no way between members; write links (which is usual) or cluster");
        assertThatThrownBy(
                        () ->
                                loadWithWay(
                                        "cluster", FOUR.replace("127.0.0.1:2889", "0.0.0.0:2889")))
                .hasMessage(
                        "zoo.cfg:5: server.2 names the host 0.0.0.0, which will not do with -Dtapio.peer.transport=cluster; write the host that the other members have for it");
    }

    private TapioConfig.Loaded loadWithWay(String way, String text) throws ConfigError {
        var properties = new Properties();
        properties.setProperty("tapio.peer.transport", way);
        return TapioConfig.load(ZooCfg.parse("zoo.cfg", whole(text)), properties);
    }

    private String dynamic(String servers) throws IOException {
        var file = Files.writeString(dataDir.resolve("dynamic.cfg"), servers);
        return LIMITS + "dynamicConfigFile=" + file + "\n";
    }

    private Ensemble ensemble(String text) throws ConfigError {
        return load(text).config().ensemble().orElseThrow();
    }

    private List<String> problems(String text) {
        return Texts.problems(whole(text));
    }

    private TapioConfig.Loaded load(String text) throws ConfigError {
        return TapioConfig.load(ZooCfg.parse("zoo.cfg", whole(text)), new Properties());
    }

    private String whole(String text) {
        return "dataDir=" + dataDir + "\n" + text;
    }
}
