package io.tapio.front;

import static io.tapio.front.TestClient.getData;
import static io.tapio.front.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import io.tapio.front.FrontFixture.Port;
import io.tapio.front.FrontSettings.Patience;
import io.tapio.front.FrontSettings.Pressure;
import io.tapio.jute.JuteWriter;
import io.tapio.session.LinkFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask more than they take, or more than the house can answer. */
@Timeout(60)
final class ClientPortPressureTest {
    private static final FrontFixture FRONT = new FrontFixture();
    private static final int LONG = 30_000;
    private static final int MB = 1 << 20;
    private static final Pressure USUAL =
            new Pressure(1000, MB, MB, 64 * MB, 1000, 64 * MB, 128 * MB);

    @AfterAll
    static void close() {
        FRONT.close();
    }

    private static FrontSettings with(Pressure pressure) {
        return FrontSettings.defaults().with(pressure);
    }

    @Test
    void manyLargeRepliesToOneGoOfRequestsAllArrive() throws Exception {
        Port port = FRONT.open(with(USUAL));
        JuteWriter all = new JuteWriter(1 << 14);
        IntStream.range(0, 300).forEach(xid -> getData(all, xid, MB));

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(all);
            for (int xid = 0; xid < 300; xid++) {
                assertThat(client.xid()).isEqualTo(xid);
                if (xid % 50 == 0) {
                    assertThat(FRONT.figures(port).queuedBytes()).isLessThan(35L * MB);
                }
            }
        }
    }

    @Test
    @Fault("F94")
    void whoNeverReadsStopsBeingReadAndCostsABoundedSum() throws Exception {
        Port port = FRONT.open(with(USUAL));
        JuteWriter some = new JuteWriter(1 << 10);
        IntStream.range(0, 20).forEach(xid -> getData(some, xid, 100_000));

        try (TestClient client = new TestClient(port.address(), 4096)) {
            client.hello(LONG, "");
            Thread sender =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    for (int i = 0; i < 100_000; i++) {
                                        client.write(some);
                                    }
                                } catch (IOException e) {
                                    // the test is over
                                }
                            });
            await().until(() -> FRONT.ofEachLink(port, LinkFigures::interestOps).contains(4));

            assertThat(FRONT.figures(port).queuedBytes()).isBetween(MB / 2L, 6L * MB);
            assertThat(sender.isAlive()).isTrue();
        }
        await().until(() -> FRONT.figures(port).queuedBytes() == 0);
    }

    @Test
    @Fault("F94")
    void whoTakesNothingForItsTimeoutIsClosed() throws Exception {
        Port port = FRONT.open(with(USUAL).with(new Patience(10_000, 200, 10, 10)));

        try (TestClient client = new TestClient(port.address(), 4096)) {
            client.hello(300, "");
            client.write(getData(new JuteWriter(64), 1, 30 * MB));

            await().until(() -> FRONT.figures(port).connections() == 0);
        }
        assertThat(FRONT.figures(port).closings()).containsKey("replies not taken");
        assertThat(FRONT.figures(port).queuedBytes()).isZero();
    }

    @Test
    @Fault("F94")
    void whoHasTooMuchWaitingIsClosed() throws Exception {
        Port port = FRONT.open(with(new Pressure(1000, MB, MB, 8 * MB, 1000, MB, 64 * MB)));

        try (TestClient client = TestClient.with(port.address(), LONG, "");
                TestClient other = TestClient.with(port.address(), LONG, "")) {
            client.write(getData(new JuteWriter(64), 1, 9 * MB));

            assertThat(client.isClosed()).isTrue();
            other.ping(1);
            assertThat(other.xid()).isEqualTo(1);
        }
    }

    @Test
    void whenAllHaveTooMuchWaitingTheGreedyIsClosed() throws Exception {
        Port port = FRONT.open(with(new Pressure(1000, MB, MB, 20 * MB, 1000, MB, 20 * MB)));

        try (TestClient greedy = TestClient.with(port.address(), LONG, "");
                TestClient greedier = TestClient.with(port.address(), LONG, "");
                TestClient modest = TestClient.with(port.address(), LONG, "")) {
            greedy.write(getData(new JuteWriter(64), 1, 15 * MB));
            await().until(() -> FRONT.figures(port).packetsSent() == 4);
            greedier.write(getData(new JuteWriter(64), 1, 17 * MB));
            modest.ping(1);

            assertThat(modest.xid()).isEqualTo(1);
            assertThat(greedier.isClosed()).isTrue();
            assertThat(greedy.frame()).hasSize(15 * MB + 4);
        }
    }

    @Test
    void aClientWithManyUnansweredRequestsIsNotReadUntilHalfAreAnswered() throws Exception {
        Port port = FRONT.open(with(new Pressure(10, MB, MB, 8 * MB, 1000, MB, 64 * MB)));

        try (TestClient client = TestClient.with(port.address(), LONG, "slow")) {
            sendWithoutAnswer(port, client, 0, 11);
            assertThat(FRONT.ofEachLink(port, LinkFigures::interestOps)).containsExactly(0);
            client.ping(11);
            answer(port, 5);
            assertThat(FRONT.ofEachLink(port, LinkFigures::interestOps)).containsExactly(0);
            assertThat(FRONT.figures(port).packetsReceived()).isEqualTo(12);
            answer(port, 1);

            await().until(() -> FRONT.figures(port).packetsReceived() == 13);
        }
        await().until(() -> FRONT.figures(port).unanswered() == 0);
    }

    @Test
    void aClientWithLargeUnansweredRequestsIsNotReadEither() throws Exception {
        Port port = FRONT.open(with(new Pressure(1000, 50_000, MB, 8 * MB, 1000, MB, 64 * MB)));

        try (TestClient client = TestClient.with(port.address(), LONG, "slow")) {
            client.write(new JuteWriter(60_000).buffer(new byte[50_001]));
            await().until(() -> FRONT.ofEachLink(port, LinkFigures::interestOps).contains(0));
            answer(port, 1);

            await().until(() -> FRONT.ofEachLink(port, LinkFigures::interestOps).contains(1));
        }
    }

    @Test
    void withTooManyUnansweredInAllOnlyThoseWithoutAreRead() throws Exception {
        Port port = FRONT.open(with(USUAL.withAllUnanswered(10)));

        try (TestClient busy = TestClient.with(port.address(), LONG, "slow");
                TestClient idle = TestClient.with(port.address(), LONG, "")) {
            sendWithoutAnswer(port, busy, 0, 11);
            busy.ping(11);
            await().until(() -> FRONT.ofEachLink(port, LinkFigures::interestOps).contains(0));
            idle.ping(1);
            assertThat(idle.xid()).isEqualTo(1);
            assertThat(FRONT.figures(port).packetsReceived()).isEqualTo(14);
            answer(port, 2);

            await().until(() -> FRONT.figures(port).packetsReceived() == 15);
        }
        await().until(() -> FRONT.figures(port).unanswered() == 0);
    }

    @Test
    void aClientThatWeDoNotReadIsNotSilent() throws Exception {
        Port port =
                FRONT.open(
                        with(new Pressure(1, MB, MB, 8 * MB, 1000, MB, 64 * MB))
                                .with(new Patience(200, 200, 10, 10)));

        try (TestClient client = TestClient.with(port.address(), 200, "slow")) {
            client.write(request(request(new JuteWriter(64), 1, 1), 2, 1));

            await().during(Duration.ofMillis(600))
                    .until(() -> FRONT.figures(port).connections() == 1);
        }
    }

    @Test
    void readsAreGivenByTheDozenAndTheirOrderIsKept() throws Exception {
        Port port = FRONT.open(with(USUAL));
        JuteWriter all = new JuteWriter(1 << 14);
        for (int i = 0; i < 100; i++) {
            getData(all, 2 * i, 1_000);
            request(all, 2 * i + 1, EchoDoor.PING);
        }

        try (TestClient client = TestClient.with(port.address(), LONG, "slow")) {
            client.write(all);
            await().until(() -> FRONT.figures(port).unanswered() > 0);
            assertThat(FRONT.figures(port).unanswered()).isEqualTo(64);
            for (int xid = 0; xid < 200; xid++) {
                while (client.input().available() == 0) answer(port, 1);
                assertThat(client.xid()).isEqualTo(xid);
            }
        }
    }

    private static void sendWithoutAnswer(Port port, TestClient client, int from, int to)
            throws Exception {
        for (int xid = from; xid < to; xid++) {
            client.ping(xid);
            long given = xid + 1L;
            await().until(() -> FRONT.figures(port).unanswered() == given);
        }
    }

    /** Answers the next batches of those that were left. */
    private static void answer(Port port, int batches) throws Exception {
        FRONT.onLoop(
                () -> {
                    List<Runnable> waiting = port.door().unanswered;
                    for (int i = 0; i < batches && !waiting.isEmpty(); i++) {
                        waiting.removeFirst().run();
                    }
                    return waiting.size();
                });
    }
}
