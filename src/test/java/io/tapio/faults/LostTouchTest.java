package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Guest.Welcome;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.Role;
import io.tapio.testkit.Setup;
import io.tapio.testkit.TapioEnsemble;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions whose server is lost, asleep or without the others for a while. */
@Timeout(120)
class LostTouchTest {
    private static final int RECONNECTS = Integer.getInteger("tapio.faults.reconnects", 300);
    private static final int LONG_MS = 30_000;

    private static int follower(TapioEnsemble all) {
        int leader = all.leader();
        return all.members().stream().filter(m -> m != leader).findFirst().orElseThrow();
    }

    private static List<InetSocketAddress> at(TapioEnsemble all, List<Integer> members) {
        return members.stream().map(m -> Guest.at(all, m)).toList();
    }

    private static void passes(Duration time) {
        await().atMost(time.plusSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .during(time)
                .until(() -> true);
    }

    @Test
    @Fault("F63")
    void aClientThatReachesOnlyTheMinorityMovesWithItsSession() {
        try (var all = TapioEnsemble.start(3)) {
            int cutOff = follower(all);
            try (var guest = Guest.of(Guest.at(all, cutOff), "/guest", LONG_MS)) {
                all.partition(cutOff);
                guest.client().awaitClose();
                assertThat(guest.tries(Guest.at(all, cutOff), Duration.ofMillis(500)))
                        .isEqualTo(Welcome.TURNED_AWAY);

                assertThat(guest.tries(Guest.at(all, all.leader()), Duration.ofSeconds(10)))
                        .isEqualTo(Welcome.TAKEN_BACK);
                assertThat(guest.isStillAtHome()).isTrue();
            }
        }
    }

    @Test
    @Fault("F71")
    void aFollowerThatStoodStillLearnsWhatItMissed() {
        try (var all = TapioEnsemble.start(3, Setup.inMemory().with("syncLimit", "5"))) {
            int asleep = follower(all);
            int leader = all.leader();
            try (var client = RawClient.connect(Guest.at(all, leader))) {
                all.pause(asleep);
                int written = 0;
                long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() < end) {
                    assertThat(client.create("/n" + written++, "").ok()).isTrue();
                }
                all.resume(asleep);

                all.awaitServing();
                assertThat(all.leader()).isEqualTo(leader);
                try (var reader = RawClient.connect(Guest.at(all, asleep))) {
                    reader.sync("/");
                    assertThat(reader.exists("/n" + (written - 1)).ok()).isTrue();
                }
            }
        }
    }

    @Test
    @Fault("F72")
    void aPauseOfAllMembersCostsNoLiveClientItsSession() {
        try (var all = TapioEnsemble.start(3)) {
            var guests = new ArrayList<Guest>();
            for (int m : all.members()) guests.add(Guest.of(Guest.at(all, m), "/g" + m, 1_500));
            all.members().forEach(all::pause);
            passes(Duration.ofSeconds(2));
            all.members().forEach(all::resume);

            all.awaitServing();
            var everywhere = at(all, List.copyOf(all.members()));
            for (Guest each : guests) {
                assertThat(each.comesBack(everywhere, Duration.ofSeconds(10)))
                        .isEqualTo(Welcome.TAKEN_BACK);
                assertThat(each.isStillAtHome()).isTrue();
                each.close();
            }
        }
    }

    @Test
    @Fault("F78")
    void whenTheLeaderIsLostAllClientsComeBackAtOnceAndNoneExpires() throws Exception {
        try (var all = TapioEnsemble.start(3);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var guests =
                    IntStream.range(0, RECONNECTS)
                            .mapToObj(i -> Guest.of(Guest.at(all, 1 + i % 3), "/g" + i, LONG_MS))
                            .toList();
            int leader = all.leader();
            all.kill(leader);
            var left = at(all, all.members().stream().filter(m -> m != leader).toList());
            long began = System.nanoTime();
            List<Callable<Welcome>> returns =
                    guests.stream()
                            .map(
                                    each ->
                                            (Callable<Welcome>)
                                                    () ->
                                                            each.comesBack(
                                                                    left, Duration.ofSeconds(20)))
                            .toList();
            var welcomes = new ArrayList<Welcome>();
            for (var each : threads.invokeAll(returns)) welcomes.add(each.get());

            System.out.printf(
                    "%d clients back after %d ms%n",
                    welcomes.size(), (System.nanoTime() - began) / 1_000_000);
            assertThat(welcomes).containsOnly(Welcome.TAKEN_BACK);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
            assertThat(guests).allMatch(Guest::isStillAtHome);
            guests.forEach(Guest::close);
        }
    }

    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    @Fault("F79")
    void sessionsOutliveALossOfTheMajorityLongerThanTheirTimeout() {
        try (var all = TapioEnsemble.start(3)) {
            int left = follower(all);
            var others = all.members().stream().filter(m -> m != left).toList();
            try (var guest = Guest.of(Guest.at(all, left), "/guest", 1_500)) {
                others.forEach(all::kill);
                guest.client().awaitClose();
                passes(Duration.ofSeconds(3));
                assertThat(all.role(left)).isEqualTo(Role.LOOKING);
                long began = System.nanoTime();
                others.forEach(all::restart);

                var everywhere = at(all, List.of(left));
                assertThat(guest.comesBack(everywhere, Duration.ofSeconds(10)))
                        .isEqualTo(Welcome.TAKEN_BACK);
                assertThat(guest.isStillAtHome()).isTrue();
                assertThat(guest.client().create("/written", "").ok()).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    @Fault("F76")
    void aMachineWithoutTimeForItsMembersElectsNobodyAnew() {
        var usual = Setup.inMemory().with("tickTime", "2000");
        try (var all = TapioEnsemble.start(3, usual);
                var threads = Executors.newFixedThreadPool(8)) {
            int leader = all.leader();
            try (var client = RawClient.connect(Guest.at(all, follower(all)))) {
                long epoch = client.create("/before", "").zxid() >>> 32;
                long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
                for (int i = 0; i < 8; i++) threads.execute(() -> spinUntil(end));
                int written = 0;
                while (System.nanoTime() < end) {
                    var made = client.create("/n" + written++, "");
                    assertThat(made.ok()).isTrue();
                    assertThat(made.zxid() >>> 32).isEqualTo(epoch);
                }
                assertThat(all.leader()).isEqualTo(leader);
            }
        }
    }

    private static void spinUntil(long end) {
        while (System.nanoTime() < end) Thread.onSpinWait();
    }
}
