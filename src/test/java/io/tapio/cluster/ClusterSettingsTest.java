package io.tapio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.cluster.ClusterSettings.Endpoint;
import io.tapio.faults.Fault;
import io.tapio.model.ServerId;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ClusterSettingsTest {

    @Test
    @Fault("F62")
    void a_peer_that_is_down_ends_no_actor_system() {
        var advanced = settings("a").config().getConfig("pekko.remote.artery.advanced");

        assertThat(advanced.getInt("outbound-max-restarts")).isGreaterThan(1_000_000);
        assertThat(advanced.getInt("inbound-max-restarts")).isGreaterThan(1_000_000);
        assertThat(advanced.getDuration("give-up-system-message-after")).hasDays(3650);
        assertThat(advanced.getDuration("quarantine-idle-outbound-after")).hasDays(3650);
    }

    @Test
    @Fault("F62")
    void nobody_is_joined_or_put_out_but_at_our_word() {
        var cluster = settings("a").config().getConfig("pekko.cluster");

        assertThat(cluster.getStringList("seed-nodes")).isEmpty();
        assertThat(cluster.getString("downing-provider-class")).isEmpty();
        assertThat(cluster.getBoolean("run-coordinated-shutdown-when-down")).isFalse();
    }

    @Test
    void all_members_spell_an_address_alike_whatever_their_files_say() {
        var artery = settings("0.0.0.0").config().getConfig("pekko.remote.artery");

        assertThat(artery.getString("canonical.hostname")).isEqualTo("member-1");
        assertThat(artery.getString("bind.hostname")).isEqualTo("0.0.0.0");
        assertThat(settings("a").address(new ServerId(2))).isEqualTo("pekko://t@member-2:3889");
    }

    @Test
    void it_listens_at_its_own_address_or_at_all() {
        assertThat(settings("a").listeningHost()).isEqualTo("a");
        assertThat(settings("[::1]").listeningHost()).isEqualTo("::1");
        assertThat(settings("[::]").listeningHost()).isEqualTo("0.0.0.0");
        assertThat(
                        new ClusterSettings(
                                        new ServerId(1),
                                        Map.of(new ServerId(1), new Endpoint("a", 1)),
                                        "t",
                                        true)
                                .listeningHost())
                .isEqualTo("0.0.0.0");
    }

    private static ClusterSettings settings(String ownHost) {
        return new ClusterSettings(
                new ServerId(1),
                Map.of(
                        new ServerId(1), new Endpoint(ownHost, 3888),
                        new ServerId(2), new Endpoint("b", 3889)),
                "t",
                false);
    }
}
