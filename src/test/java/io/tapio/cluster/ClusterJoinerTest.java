package io.tapio.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.tapio.faults.Fault;
import io.tapio.model.ServerId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ClusterJoinerTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final Duration QUICK = Duration.ofMillis(100);

    private static final Duration HASTY = Duration.ofMillis(50);

    /** As hasty as a test may be; only the times, nothing of the rest. */
    private static final Map<String, String> TIMES =
            Map.of(
                    "pekko.scheduler.tick-duration", "20ms",
                    "pekko.cluster.failure-detector.heartbeat-interval", "500ms",
                    "pekko.cluster.failure-detector.acceptable-heartbeat-pause", "4s",
                    "pekko.cluster.failure-detector.expected-response-after", "500ms");

    private Ensemble ensemble = new Ensemble(KIT, 3, QUICK);

    @BeforeAll
    static void hurry() {
        TIMES.forEach(System::setProperty);
        ConfigFactory.invalidateCaches();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
        TIMES.keySet().forEach(System::clearProperty);
        ConfigFactory.invalidateCaches();
    }

    @AfterEach
    void stop() {
        ensemble.stopAll();
    }

    @Test
    void nothing_listens_before_an_epoch_is_established() throws Exception {
        ensemble.start(1);
        assertThat(ensemble.figures(1).joined()).isFalse();

        assertThat(ElectionPort.obstacle(ensemble.settings(1))).isEmpty();
    }

    @Test
    void a_member_that_was_away_gets_back_and_the_others_stay() {
        ensemble.startAll();
        ensemble.established(1, 1, 1, 2, 3);
        awaitViews("[1, 2, 3] without []", 1, 2, 3);

        ensemble.stop(1);
        awaitViews("[1, 2, 3] without [1]", 2, 3);

        ensemble.established(2, 3, 2, 3);
        ensemble.start(1);
        ensemble.established(2, 3, 1);
        awaitViews("[1, 2, 3] without []", 1, 2, 3);
        assertThat(List.of(ensemble.figures(2).restarts(), ensemble.figures(3).restarts()))
                .containsOnly(0);
    }

    @Test
    @Fault("F62")
    void two_that_believe_to_lead_end_in_one_cluster() {
        ensemble.startAll();
        ensemble.established(1, 1, 1, 3);
        ensemble.established(2, 2, 2);
        ensemble.established(2, 2, 1, 3);

        awaitViews("[1, 2, 3] without []", 1, 2, 3);
    }

    @Test
    @Fault("F62")
    void the_smaller_island_starts_over() throws Exception {
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        ensemble = new Ensemble(KIT, 3, HASTY);
        ensemble.start(1);
        ensemble.start(2);
        ensemble.established(1, 1, 1, 2);
        awaitViews("[1, 2] without []", 1, 2);
        var island = island(3, reasons);

        island.tell(new ClusterDesk.InStep(new ServerId(1)));
        assertThat(reasons.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo("it is in another cluster than most members");
        assertThat(ensemble.figures(1).restarts()).isZero();

        island.terminate();
        island.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        ensemble.start(3);
        ensemble.established(1, 1, 3);
        awaitViews("[1, 2, 3] without []", 1, 2, 3);
    }

    /** A member's part of the cluster that is the first of one of its own. */
    private ActorSystem<ClusterDesk.Command> island(int id, BlockingQueue<String> reasons) {
        var owner =
                new ClusterDesk.Owner() {
                    @Override
                    public void saw(ClusterFigures figures) {}

                    @Override
                    public void startOver(String reason) {
                        reasons.add(reason);
                    }
                };
        ClusterSettings settings = ensemble.settings(id);
        var system =
                ActorSystem.create(
                        ClusterDesk.guardian(settings, 0, HASTY, owner),
                        settings.name(),
                        settings.config());
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    @Test
    void a_member_gets_in_though_another_that_is_gone_is_still_listed() {
        ensemble = new Ensemble(KIT, 3, HASTY);
        ensemble.startAll();
        ensemble.established(1, 1, 1, 2, 3);
        awaitViews("[1, 2, 3] without []", 1, 2, 3);

        ensemble.stop(2);
        ensemble.stop(3);
        awaitViews("[1, 2, 3] without [2, 3]", 1);
        ensemble.start(2);
        ensemble.established(2, 1, 1, 2);
        awaitViews("[1, 2] without []", 1, 2);
        assertThat(ensemble.figures(1).restarts()).isEqualTo(1);
    }

    @Test
    void a_taken_port_is_told_in_one_sentence_and_tried_again() throws Exception {
        ClusterSettings settings = ensemble.settings(1);
        int port = settings.own().port();
        try (var taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(ElectionPort.obstacle(settings).orElseThrow())
                    .isEqualTo(
                            "cannot listen for the cluster on 127.0.0.1:%1$d, the election port of server.1: Address already in use; stop the program that listens there (ss -ltnp 'sport = :%1$d' names it), or choose another port in that line on all members"
                                    .formatted(port));
            ensemble.startAll();
            ensemble.established(1, 2, 1, 2, 3);
            awaitViews("[2, 3] without []", 2, 3);
        }
        awaitViews("[1, 2, 3] without []", 1, 2, 3);
    }

    @Test
    void a_name_that_nobody_knows_is_told_in_one_sentence() {
        var settings =
                new ClusterSettings(
                        new ServerId(4),
                        Map.of(
                                new ServerId(4),
                                new ClusterSettings.Endpoint("no-such-host.invalid", 3888)),
                        "t",
                        false);

        assertThat(ElectionPort.obstacle(settings).orElseThrow())
                .isEqualTo(
                        "cannot listen for the cluster on no-such-host.invalid:3888: nobody knows the name no-such-host.invalid; correct server.4 in the configuration");
    }

    private void awaitViews(String view, int... ids) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Map<Integer, String> views = ensemble.views();
                            for (int id : ids) assertThat(views).containsEntry(id, view);
                        });
    }
}
