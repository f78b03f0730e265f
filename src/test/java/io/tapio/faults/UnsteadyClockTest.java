package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.Server;
import io.tapio.Surroundings;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.log.DiskStorage;
import io.tapio.peer.PeerLinks;
import io.tapio.testkit.RawClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose time of day jumps: only what is about the time of day may notice. */
@Timeout(60)
class UnsteadyClockTest {
    private static final int SESSION_MS = 1_000;
    private static final long TTL_MS = Duration.ofHours(3).toMillis();

    /** The time of day, and something on top. */
    private static final class UnsteadyClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    private final UnsteadyClock clock = new UnsteadyClock();
    private Server server;
    private InetSocketAddress address;
    @TempDir private Path data;

    @BeforeEach
    void serve() throws Exception {
        var lines =
                """
                tickTime=200
                clientPort=0
                clientPortAddress=127.0.0.1
                preAllocSize=64
                extendedTypesEnabled=true
                znode.container.checkIntervalMs=100
                dataDir=%s
                """;
        var cfg = ZooCfg.parse("test.cfg", lines.formatted(data));
        var config = TapioConfig.load(cfg, new Properties()).config();
        var around =
                new Surroundings(clock, new DiskStorage(), PeerLinks::create, true, news -> {});
        server = Server.start(config, around);
        address = server.addresses().getFirst();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    @Fault("F73")
    void noSessionEndsAndNothingGoesBeforeItsTime() {
        try (var guest = Guest.of(address, "/guest", SESSION_MS)) {
            assertThat(guest.client().createTtl("/ttl", TTL_MS).ok()).isTrue();
            assertThat(guest.client().createContainer("/container").ok()).isTrue();
            staysWell(guest, Duration.ofMillis(1_500), this::strobe);
            clock.ahead = Duration.ofHours(1);
            staysWell(guest, Duration.ofMillis(1_500), () -> {});
            clock.ahead = Duration.ofHours(-1);
            staysWell(guest, Duration.ofMillis(1_500), () -> {});

            aSilentSessionEndsInTime(guest);
        }
    }

    private void strobe() {
        clock.ahead = clock.ahead.isNegative() ? Duration.ofMillis(200) : Duration.ofMillis(-200);
    }

    private static void staysWell(Guest guest, Duration time, Runnable meanwhile) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(time.plusSeconds(5))
                .during(time)
                .until(
                        () -> {
                            meanwhile.run();
                            return guest.isStillAtHome()
                                    && guest.client().exists("/ttl").ok()
                                    && guest.client().exists("/container").ok();
                        });
    }

    private void aSilentSessionEndsInTime(Guest witness) {
        Guest.of(address, "/silent", SESSION_MS).close();
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !exists(witness.client()));
    }

    private static boolean exists(RawClient client) {
        return client.exists("/silent").ok();
    }
}
