package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ConfiguredTest {

    @Test
    void conf_has_ZooKeepers_keys() {
        var configured =
                new Configured(
                        0,
                        Path.of("/data"),
                        Path.of("/log"),
                        2000,
                        60,
                        4000,
                        40_000,
                        -1,
                        Optional.empty());

        assertThat(
                        Texts.of(
                                out ->
                                        configured
                                                .withClientPort(24181)
                                                .write(new DirectorySizes(68988, 7), out)))
                .isEqualTo(
                        """
                        clientPort=24181
                        secureClientPort=-1
                        dataDir=/data
                        dataDirSize=68988
                        dataLogDir=/log
                        dataLogSize=7
                        tickTime=2000
                        maxClientCnxns=60
                        minSessionTimeout=4000
                        maxSessionTimeout=40000
                        clientPortListenBacklog=-1
                        serverId=0
                        """);
    }

    @Test
    void conf_of_a_member_names_its_place_and_the_others() {
        var members = "server.1=a:2888:3888:participant\nserver.2=b:1:2:observer;c:3\nversion=0";
        var place = new Configured.Place(2, 10, 5, 2, 1, true, 1, members);
        var configured =
                new Configured(
                        24181,
                        Path.of("/data"),
                        Path.of("/log"),
                        2000,
                        60,
                        4000,
                        40_000,
                        -1,
                        Optional.of(place));

        assertThat(Texts.of(out -> configured.write(new DirectorySizes(1, 2), out)))
                .endsWith(
                        """
                        serverId=2
                        initLimit=10
                        syncLimit=5
                        electionAlg=3
                        electionPort=2
                        quorumPort=1
                        peerType=1
                        membership:\s
                        server.1=a:2888:3888:participant
                        server.2=b:1:2:observer;c:3
                        version=0
                        """);
    }

    @Test
    void directories_are_measured_with_all_below_them(@TempDir Path dir) throws IOException {
        Path below = Files.createDirectories(dir.resolve("a/b"));
        Files.write(below.resolve("file"), new byte[100]);
        Files.write(dir.resolve("file"), new byte[20]);

        assertThat(Texts.of(DirectorySizes.measure(dir, below)::write))
                .isEqualTo("datadir_size: 120\nlogdir_size: 100\n");
    }

    @Test
    void a_directory_that_is_not_there_is_empty(@TempDir Path dir) {
        Path gone = dir.resolve("gone");

        assertThat(DirectorySizes.measure(gone, gone)).isEqualTo(new DirectorySizes(0, 0));
    }

    @Test
    void envi_names_process_and_machine() {
        var properties = new Properties();
        properties.setProperty("java.version", "25");
        properties.setProperty("user.dir", "/here");
        var environment =
                new Environment(
                        "3.9.5-tapio",
                        "lab1",
                        properties,
                        new Environment.Memory(227L << 20, 2L << 30, 1L << 30));

        assertThat(Texts.of(environment::write))
                .isEqualTo(
                        """
                        Environment:
                        zookeeper.version=3.9.5-tapio
                        host.name=lab1
                        java.version=25
                        java.vendor=<NA>
                        java.home=<NA>
                        java.class.path=<NA>
                        java.library.path=<NA>
                        java.io.tmpdir=<NA>
                        java.compiler=<NA>
                        os.name=<NA>
                        os.arch=<NA>
                        os.version=<NA>
                        user.name=<NA>
                        user.home=<NA>
                        user.dir=/here
                        os.memory.free=227MB
                        os.memory.max=2048MB
                        os.memory.total=1024MB
                        """);
    }
}
