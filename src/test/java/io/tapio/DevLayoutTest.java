package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.config.ServerLine;
import io.tapio.config.TapioConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevLayoutTest {
    private static final int PORT = 17_401; // below those that systems give away

    @TempDir Path directory;

    private DevCommand.Wanted wanted(int members, int observers) {
        return new DevCommand.Wanted(members, observers, PORT, directory, Path.of("tools/tapio"));
    }

    private TapioConfig.Loaded config(int id) throws Exception {
        var file = directory.resolve(id + "/zoo.cfg");
        return TapioConfig.load(Optional.of(file), new Properties());
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,2", "1,1", "9,0"})
    void everyMemberHasAConfigurationOfItsOwn(int members, int observers) throws Exception {
        assertThat(new DevLayout(wanted(members, observers)).write()).hasSize(members + observers);

        for (int id = 1; id <= members + observers; id++) {
            var config = config(id).config();
            var ensemble = config.ensemble().orElseThrow();
            assertThat(ensemble.self()).isEqualTo(id);
            assertThat(ensemble.voters()).hasSize(members);
            assertThat(ensemble.servers()).hasSize(members + observers);
            assertThat(config.listening().addresses().getFirst().getPort())
                    .isEqualTo(PORT + id - 1);
            assertThat(config.storage().dataDir()).isEqualTo(directory.resolve(String.valueOf(id)));
        }
    }

    @Test
    void oneMemberIsAServerOnItsOwn() throws Exception {
        new DevLayout(wanted(1, 0)).write();

        assertThat(config(1).config().ensemble()).isEmpty();
        assertThat(config(1).warnings()).isEmpty();
    }

    @Test
    void portsOfOthersArePassedOver() throws Exception {
        new DevLayout(wanted(2, 0)).write();
        int before = quorumPort(1);
        try (var other = listen(before)) {
            new DevLayout(wanted(2, 0)).write();

            assertThat(quorumPort(1)).isNotEqualTo(other.getLocalPort());
            assertThat(quorumPort(2)).isNotEqualTo(quorumPort(1));
        }
    }

    private int quorumPort(int id) throws Exception {
        ServerLine own = config(id).config().servers().get(id - 1);
        return own.addresses().getFirst().quorumPort();
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void aClientPortInUseIsNamed() throws Exception {
        try (var other = listen(PORT + 1)) {
            assertThat(new DevLayout(wanted(3, 0)).obstacle())
                    .contains(
                            "port %d is in use: stop what listens there, or choose others with --port"
                                    .formatted(other.getLocalPort()));
        }
    }

    @Test
    void dataOfFewerMembersAreNotTakenForThoseOfMore() throws Exception {
        new DevLayout(wanted(3, 0)).write();

        assertThat(new DevLayout(wanted(3, 0)).obstacle()).isEmpty();
        assertThat(new DevLayout(wanted(3, 1)).obstacle().orElseThrow())
                .contains(
                        directory
                                + " holds the data of an ensemble with --members 3 --observers 0");
    }

    @Test
    void whatMembersKeptStays() throws Exception {
        new DevLayout(wanted(3, 0)).write();
        var kept = Files.writeString(directory.resolve("2/kept"), "kept");
        new DevLayout(wanted(3, 0)).write();

        assertThat(kept).hasContent("kept");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,2181,false",
        "1,0,2181,true",
        "3,-1,2181,false",
        "9,0,2181,true",
        "9,1,2181,false",
        "3,0,65533,true",
        "3,0,65534,false",
        "3,0,0,false",
    })
    void whatIsWantedMustBePossible(int members, int observers, int port, boolean possible) {
        var wanted =
                DevCommand.Wanted.usual()
                        .with("--members", String.valueOf(members))
                        .with("--observers", String.valueOf(observers))
                        .with("--port", String.valueOf(port));

        assertThat(wanted.isPossible()).isEqualTo(possible);
    }
}
