package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.cluster.ClusterFigures;
import io.tapio.ensemble.Retinue;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.peer.PeerFigures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class MonitorReportTest {

    private static String report(Optional<OpenFiles> files, MonitorReport.Disk disk) {
        return report(files, disk, new EnsembleNews(0, new ProposalSizes(), 0), Optional.empty());
    }

    private static String report(EnsembleNews ensemble) {
        return report(Optional.empty(), quiet(false), ensemble, Optional.empty());
    }

    private static String report(
            Optional<OpenFiles> files,
            MonitorReport.Disk disk,
            EnsembleNews ensemble,
            Optional<OtherMembers> others) {
        var quotas = new TreeMap<String, StateFigures.Quota>();
        quotas.put("app", new StateFigures.Quota(50, -1, 3, 9));
        return Texts.of(
                new MonitorReport(
                                ServerStatusTest.SAMPLE,
                                new StateFigures(new Zxid(0x20), 35, 2, 900, 4, 6, 3, quotas),
                                new MonitorReport.Traffic(11, 12, 13, 14, 15, 16, 17, 18),
                                disk,
                                8,
                                1,
                                ensemble,
                                new MonitorReport.Uptime(400, 4000),
                                files,
                                others)
                        ::write);
    }

    private static MonitorReport.Disk quiet(boolean full) {
        return new MonitorReport.Disk(
                Summary.NOTHING, Summary.NOTHING, Summary.NOTHING, 0, 0, full);
    }

    @Test
    void version_and_state_come_first() {
        assertThat(report(Optional.empty(), quiet(false)))
                .startsWith(
                        "zk_version\t3.9.5-tapio-1.0, built on 2026-11-24 00:00 UTC\n"
                                + "zk_server_state\tstandalone\n");
    }

    @Test
    void a_leader_counts_its_learners() {
        var sizes = new ProposalSizes();
        var ensemble = new EnsembleNews(3, sizes, 100);
        ensemble.retinueChanged(new Retinue(3, 2, 1));
        ensemble.roleChanged(Role.LEADER, 7, 350);
        sizes.proposed(100, 1);
        sizes.proposed(90, 3);
        sizes.proposed(60, 1);

        assertThat(report(ensemble).lines())
                .contains(
                        "zk_peer_state\tleading - broadcast",
                        "zk_quorum_size\t3",
                        "zk_learners\t3",
                        "zk_synced_followers\t2",
                        "zk_synced_non_voting_followers\t0",
                        "zk_synced_observers\t1",
                        "zk_pending_syncs\t6",
                        "zk_leader_uptime\t3650",
                        "zk_last_proposal_size\t60",
                        "zk_max_proposal_size\t100",
                        "zk_min_proposal_size\t30",
                        "zk_proposal_count\t5",
                        "zk_looking_count\t1",
                        "zk_cnt_election_time\t1",
                        "zk_max_election_time\t250");
    }

    @Test
    void a_leader_shows_its_epoch_before_it_has_proposed_anything() {
        var ensemble = new EnsembleNews(3, new ProposalSizes(), 100);
        ensemble.roleChanged(Role.LEADER, 7, 350);

        assertThat(ensemble.shown(Zxid.of(6, 9))).isEqualTo(Zxid.of(7, 0));
        assertThat(ensemble.shown(Zxid.of(7, 1))).isEqualTo(Zxid.of(7, 1));
        ensemble.roleChanged(Role.FOLLOWER, 8, 360);
        assertThat(ensemble.shown(Zxid.of(7, 1))).isEqualTo(Zxid.of(7, 1));
    }

    @Test
    void a_learner_has_no_learners() {
        var ensemble = new EnsembleNews(3, new ProposalSizes(), 100);
        ensemble.roleChanged(Role.OBSERVER, 7, 350);

        assertThat(report(ensemble))
                .contains("zk_peer_state\tobserving - broadcast", "zk_quorum_size\t3")
                .doesNotContain("learners", "proposal_size", "leader_uptime");
    }

    @Test
    void an_election_lasts_until_there_is_a_quorum_again() {
        var ensemble = new EnsembleNews(3, new ProposalSizes(), 0);
        ensemble.roleChanged(Role.FOLLOWER, 7, 10);
        ensemble.roleChanged(Role.LOOKING, 7, 100);
        ensemble.roleChanged(Role.READ_ONLY, 7, 150);
        ensemble.roleChanged(Role.LOOKING, 7, 180);
        ensemble.roleChanged(Role.LEADER, 7, 400);

        assertThat(report(ensemble).lines())
                .contains(
                        "zk_looking_count\t2",
                        "zk_cnt_election_time\t2",
                        "zk_min_election_time\t10",
                        "zk_max_election_time\t300",
                        "zk_last_proposal_size\t-1");
    }

    @Test
    void a_server_on_its_own_has_no_quorum_to_tell_of() {
        assertThat(report(Optional.empty(), quiet(false)))
                .doesNotContain("peer_state", "quorum_size", "election");
    }

    @Test
    void links_and_cluster_are_shown_under_names_of_our_own() {
        var two = new ServerId(2);
        var links =
                new PeerFigures(
                        List.of(
                                new PeerFigures.View(two, true, true, true, 20),
                                new PeerFigures.View(new ServerId(3), true, false, false, 1)),
                        new PeerFigures.Traffic(1, 2, 3, 4),
                        new PeerFigures.Trouble(5, 6, 7, 8, 9, 10));
        var cluster =
                new ClusterFigures(
                        true,
                        Set.of(new ServerId(1), two),
                        Set.of(two),
                        Optional.empty(),
                        Set.of(),
                        Instant.EPOCH,
                        4);
        var seen = new OtherMembers(Optional.of(links), Optional.of(cluster));
        var ensemble = new EnsembleNews(3, new ProposalSizes(), 0);

        assertThat(report(Optional.empty(), quiet(false), ensemble, Optional.of(seen)).lines())
                .contains(
                        "zk_tapio_peers_reached\t2",
                        "zk_tapio_peers_heard\t1",
                        "zk_tapio_peers_linked\t1",
                        "zk_tapio_peers_queued_bytes\t21",
                        "zk_tapio_peers_bytes_received\t3",
                        "zk_tapio_peers_refused\t7",
                        "zk_tapio_cluster_up\t2",
                        "zk_tapio_cluster_unreachable\t1",
                        "zk_tapio_cluster_in_contact\t0",
                        "zk_tapio_cluster_restarts\t4");
    }

    @Test
    void figures_bear_ZooKeepers_names() {
        assertThat(report(Optional.of(new OpenFiles(91, 20_000)), quiet(false)).lines())
                .contains(
                        "zk_uptime\t3600",
                        "zk_avg_latency\t7.8108",
                        "zk_packets_received\t7",
                        "zk_packets_sent\t6",
                        "zk_num_alive_connections\t1",
                        "zk_outstanding_requests\t0",
                        "zk_znode_count\t35",
                        "zk_watch_count\t8",
                        "zk_ephemerals_count\t2",
                        "zk_approximate_data_size\t900",
                        "zk_global_sessions\t4",
                        "zk_local_sessions\t3",
                        "zk_auth_failed_count\t1",
                        "zk_connection_rejected\t12",
                        "zk_bytes_received_count\t16",
                        "zk_open_file_descriptor_count\t91",
                        "zk_max_file_descriptor_count\t20000",
                        "zk_app_quota_count_limit_per_namespace\t50",
                        "zk_app_quota_bytes_limit_per_namespace\t-1");
    }

    @Test
    void what_the_system_does_not_tell_is_left_out() {
        assertThat(report(Optional.empty(), quiet(false))).doesNotContain("file_descriptor");
    }

    @Test
    void durations_are_summed_up_in_five_lines() {
        var disk =
                new MonitorReport.Disk(
                        Summary.NOTHING,
                        new Summary(62, 192.4, 0, 9),
                        Summary.NOTHING.with(30).with(50),
                        0,
                        0,
                        false);

        assertThat(report(Optional.empty(), disk))
                .contains(
                        """
                        zk_avg_fsynctime\t3.1032
                        zk_min_fsynctime\t0
                        zk_max_fsynctime\t9
                        zk_cnt_fsynctime\t62
                        zk_sum_fsynctime\t192
                        zk_avg_snapshottime\t40.0
                        zk_min_snapshottime\t30
                        zk_max_snapshottime\t50
                        zk_cnt_snapshottime\t2
                        zk_sum_snapshottime\t80
                        """);
    }

    @Test
    void a_full_disk_is_told() {
        assertThat(report(Optional.empty(), quiet(true))).contains("zk_tapio_disk_full\t1\n");
        assertThat(report(Optional.empty(), quiet(false))).contains("zk_tapio_disk_full\t0\n");
    }
}
