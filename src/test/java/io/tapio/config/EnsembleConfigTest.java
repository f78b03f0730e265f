package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private static final String THREE =
            """
            initLimit=10
            syncLimit=5
            server.1=127.0.0.1:2888:3888;2181
            server.2=127.0.0.1:2889:3889;2182
            server.3=127.0.0.1:2890:3890:observer;2183
            """;

    @TempDir Path dataDir;

    @BeforeEach
    void weAreServer2() throws IOException {
        Files.writeString(dataDir.resolve("myid"), "2\n");
    }

    @Test
    void aMemberKnowsTheOthersItsNumberAndItsClientPort() throws ConfigError {
        TapioConfig config = load(THREE).config();
        Ensemble ensemble = config.ensemble().orElseThrow();

        assertThat(ensemble.self()).isEqualTo(2);
        assertThat(ensemble.servers()).extracting(ServerLine::id).containsExactly(1, 2, 3);
        assertThat(ensemble.own().addresses())
                .containsExactly(new ServerLine.Address("127.0.0.1", 2889, 3889));
        assertThat(ensemble.servers().getLast().role()).isEqualTo(ServerLine.Role.OBSERVER);
        assertThat(ensemble.initLimit()).isEqualTo(10);
        assertThat(ensemble.syncLimit()).isEqualTo(5);
        assertThat(config.listening().addresses())
                .containsExactly(new InetSocketAddress("0.0.0.0", 2182));
    }

    @Test
    void theServersMayStandInAFileOfTheirOwn() throws IOException, ConfigError {
        Path file = dataDir.resolve("dynamic.cfg");
        Files.writeString(file, "server.1=a:1:2;21\nserver.2=b:1:2;22\nserver.3=c:1:2;23\n");
        String text = "initLimit=3\nsyncLimit=2\ndynamicConfigFile=" + file;

        assertThat(load(text).config().ensemble().orElseThrow().servers()).hasSize(3);
    }

    @Test
    void groupsAndWeightsAreRead() throws ConfigError {
        String text = THREE + "group.1=1\ngroup.2=2:3\nweight.2=3\n";
        Ensemble ensemble = load(text).config().ensemble().orElseThrow();

        assertThat(ensemble.groups()).containsExactlyInAnyOrder(List.of(1), List.of(2, 3));
        assertThat(ensemble.weights()).isEqualTo(Map.of(2, 3));
    }

    @Test
    void withoutANumberAServerIsToldWhatToDo() throws IOException {
        Files.delete(dataDir.resolve("myid"));

        assertThatThrownBy(() -> load(THREE))
                .hasMessageContaining("which of 1, 2, 3 it is")
                .hasMessageContaining("echo 1 > ");
    }

    @Test
    void aNumberThatIsNoServersIsRefused() throws IOException {
        Files.writeString(dataDir.resolve("myid"), "7");

        assertThatThrownBy(() -> load(THREE))
                .hasMessageContaining("says '7', which is none of the servers 1, 2, 3");
    }

    @Test
    void whatAnEnsembleNeedsIsMissed() {
        assertThatThrownBy(() -> load(THREE.replace("syncLimit=5", "")))
                .hasMessageContaining("syncLimit is not set");
    }

    @Test
    void twoServersAtOneAddressAreRefused() {
        assertThatThrownBy(() -> load(THREE.replace("2889", "3888")))
                .hasMessageContaining("server.1 and server.2 have the same address 127.0.0.1:3888");
    }

    @Test
    void aVoterWithoutAGroupIsRefused() {
        assertThatThrownBy(() -> load(THREE + "group.1=1\n"))
                .hasMessageContaining("server.2 votes, but is in no group");
    }

    @Test
    void twoVotersAreWarnedOf() throws ConfigError {
        assertThat(load(THREE).warnings()).anyMatch(each -> each.startsWith("2 servers vote"));
    }

    private TapioConfig.Loaded load(String text) throws ConfigError {
        String whole = "dataDir=" + dataDir + "\n" + text;
        return TapioConfig.load(ZooCfg.parse("zoo.cfg", whole), new Properties());
    }
}
