package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Zxid;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ServerStatusTest {
    static final ServerStatus SAMPLE = sample(Role.STANDALONE, Optional.empty());

    private static ServerStatus sample(Role role, Optional<String> proposalSizes) {
        return new ServerStatus(
                "3.9.5-tapio-1.0, built on 2026-11-24 00:00 UTC",
                new ServerStatus.Latencies(0, new Average(7.81081), 67),
                7,
                6,
                1,
                0,
                new Zxid(0x20),
                role,
                35,
                proposalSizes);
    }

    @Test
    void srvr_has_ZooKeepers_lines() {
        assertThat(
                        Texts.of(
                                out -> {
                                    SAMPLE.writeVersion(out);
                                    SAMPLE.writeFigures(out);
                                }))
                .isEqualTo(
                        """
                        Zookeeper version: 3.9.5-tapio-1.0, built on 2026-11-24 00:00 UTC
                        Latency min/avg/max: 0/7.8108/67
                        Received: 7
                        Sent: 6
                        Connections: 1
                        Outstanding: 0
                        Zxid: 0x20
                        Mode: standalone
                        Node count: 35
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "LEADER,leader",
        "FOLLOWER,follower",
        "OBSERVER,observer",
        "READ_ONLY,read-only",
    })
    void the_mode_is_the_role(Role role, String mode) {
        assertThat(Texts.of(sample(role, Optional.empty())::writeFigures))
                .endsWith("Mode: " + mode + "\nNode count: 35\n");
    }

    @Test
    void a_leader_tells_the_sizes_of_its_proposals() {
        assertThat(Texts.of(sample(Role.LEADER, Optional.of("89/48/90"))::writeFigures))
                .endsWith("Node count: 35\nProposal sizes last/min/max: 89/48/90\n");
    }

    @Test
    void a_server_that_is_only_read_says_so() {
        assertThat(Texts.of(sample(Role.READ_ONLY, Optional.empty())::writeVersion))
                .endsWith("UTC\nREAD-ONLY mode; serving only read-only clients\n");
    }

    @ParameterizedTest
    @CsvSource({"0,0,0.0", "99,7,14.1429", "34,2,17.0", "1,3,0.3333", "2,3,0.6667"})
    void averages_have_one_to_four_decimals(double sum, long count, String text) {
        assertThat(Average.of(sum, count)).hasToString(text);
    }
}
