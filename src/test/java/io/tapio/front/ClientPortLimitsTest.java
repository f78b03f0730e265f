package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import io.tapio.front.FrontFixture.Port;
import io.tapio.front.FrontSettings.Admission;
import io.tapio.front.FrontSettings.Patience;
import io.tapio.jute.JuteWriter;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is not let in, and who is not waited for. */
@Timeout(60)
final class ClientPortLimitsTest {
    private static final FrontFixture FRONT = new FrontFixture();
    private static final FrontSettings SETTINGS = FrontSettings.defaults();
    private static final FrontSettings HASTY = SETTINGS.with(new Patience(200, 200, 10, 10));
    private static final int LONG = 30_000;

    @AfterAll
    static void close() {
        FRONT.close();
    }

    @Test
    @Fault("F92")
    void oneHostHasOnlySoManyConnections() throws Exception {
        Port port = FRONT.open(SETTINGS.with(new Admission(0, 2)));

        try (TestClient first = TestClient.with(port.address(), LONG, "")) {
            try (TestClient second = TestClient.with(port.address(), LONG, "");
                    TestClient third = new TestClient(port.address())) {
                assertThat(third.isClosed()).isTrue();
                second.ping(1);
                assertThat(second.xid()).isEqualTo(1);
            }
            await().until(() -> FRONT.figures(port).connections() == 1);
            TestClient.with(port.address(), LONG, "").close();
            first.ping(1);
            assertThat(first.xid()).isEqualTo(1);
        }
        assertThat(FRONT.figures(port).rejected()).isEqualTo(1);
    }

    @Test
    void thereAreOnlySoManyConnectionsInAll() throws Exception {
        Port port = FRONT.open(SETTINGS.with(new Admission(1, 60)));

        try (TestClient first = TestClient.with(port.address(), LONG, "");
                TestClient second = new TestClient(port.address())) {
            assertThat(second.isClosed()).isTrue();
            first.ping(1);
            assertThat(first.xid()).isEqualTo(1);
        }
        assertThat(FRONT.figures(port).closings()).containsEntry("too many connections", 1L);
    }

    @Test
    @Fault("F92")
    void whoSaysNothingIsClosed() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = new TestClient(port.address())) {
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(FRONT.figures(port).silent()).isEqualTo(1);
    }

    @Test
    @Fault("F92")
    void whoStopsWithinItsFirstFrameIsClosed() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = new TestClient(port.address())) {
            client.write(new JuteWriter(8).int32(1_000_000).int32(LONG));

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    @Fault("F93")
    void whoDribblesItsFirstFrameIsClosedAllTheSame() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = new TestClient(port.address())) {
            client.write(new JuteWriter(8).int32(1_000_000));
            await().pollInterval(Duration.ofMillis(20)).until(() -> refuses(client));
        }
        assertThat(FRONT.figures(port).silent()).isEqualTo(1);
    }

    private static boolean refuses(TestClient client) {
        try {
            client.write((byte) 0);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    @Fault("F92")
    void whoGetsNoSessionIsClosed() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = new TestClient(port.address())) {
            client.hello(LONG, "wait");

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aWordThatNobodyAnswersIsNotWaitedFor() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = new TestClient(port.address())) {
            client.write("cons"); // answered, but never closed

            assertThat(client.textToEnd()).isEqualTo("cons:");
        }
    }

    @Test
    void aSessionIsClosedWhenNothingIsHeardForItsTimeout() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient silent = TestClient.with(port.address(), 100, "");
                TestClient patient = TestClient.with(port.address(), LONG, "")) {
            assertThat(silent.isClosed()).isTrue();
            patient.ping(1);
            assertThat(patient.xid()).isEqualTo(1);
        }
        assertThat(FRONT.figures(port).closings()).containsOnlyKeys("nothing heard in time");
    }

    @Test
    void aSessionThatIsHeardLivesOn() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = TestClient.with(port.address(), 300, "")) {
            await().pollInterval(Duration.ofMillis(50))
                    .during(Duration.ofMillis(900))
                    .until(
                            () -> {
                                client.ping(1);
                                return client.xid() == 1;
                            });
        }
    }

    @Test
    void whoDoesNotReadTheLastReplyIsNotWaitedForLong() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            JuteWriter out = new JuteWriter(64);
            TestClient.getData(out, 1, 30 << 20);
            client.write(TestClient.request(out, 2, EchoDoor.CLOSE));

            await().until(() -> FRONT.figures(port).packetsReceived() == 3);
            await().until(() -> FRONT.figures(port).connections() == 0);
        }
        assertThat(FRONT.figures(port).queuedBytes()).isZero();
    }

    @Test
    void aStopDoesNotWaitForWhoDoesNotRead() throws Exception {
        Port port = FRONT.open(HASTY);

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(TestClient.getData(new JuteWriter(64), 1, 30 << 20));
            await().until(() -> FRONT.figures(port).packetsReceived() == 2);

            FRONT.stop(port);
        }
    }
}
