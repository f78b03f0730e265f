package io.tapio.front;

import static io.tapio.front.TestClient.getData;
import static io.tapio.front.TestClient.greeting;
import static io.tapio.front.TestClient.request;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.front.FrontFixture.Port;
import io.tapio.jute.JuteWriter;
import io.tapio.session.LinkFigures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ClientPortTest {
    private static final FrontFixture FRONT = new FrontFixture();
    private static final FrontSettings SETTINGS =
            FrontSettings.defaults().with(new FrontSettings.Admission(0, 0));
    private static final int LONG = 30_000;

    @AfterAll
    static void close() {
        FRONT.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void framesSentInOneGoAreAnsweredInTheirOrder() throws Exception {
        Port port = FRONT.open(SETTINGS);
        JuteWriter all = new JuteWriter(12_000);
        IntStream.range(0, 1_000).forEach(xid -> request(all, xid, EchoDoor.PING));

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(all);

            for (int xid = 0; xid < 1_000; xid++) {
                assertThat(client.xid()).isEqualTo(xid);
            }
        }
    }

    @Test
    void framesCutAtAnyByteAreWholeAgain() throws Exception {
        Port port = FRONT.open(SETTINGS);
        JuteWriter out = new JuteWriter(256).raw(greeting(LONG, ""), 0, 8);
        request(out, 1, EchoDoor.PING);
        out.int32(0);
        request(out, 2, EchoDoor.PING);
        byte[] stream = out.toBytes().toArray();

        for (int cut = 1; cut < stream.length; cut++) {
            try (TestClient client = new TestClient(port.address())) {
                client.write(Arrays.copyOfRange(stream, 0, cut));
                int arrived = cut;
                await().until(() -> FRONT.figures(port).bytesReceived() == arrived);
                client.write(Arrays.copyOfRange(stream, cut, stream.length));

                assertThat(new String(client.frame())).isEqualTo("welcome");
                assertThat(client.xid()).isEqualTo(1);
                assertThat(client.frame()).isEmpty();
                assertThat(client.xid()).isEqualTo(2);
            }
            FRONT.onLoop(
                    () -> {
                        port.lobby().resetFigures();
                        return "";
                    });
        }
    }

    @Test
    void aFrameAsLongAsAllowedIsTaken() throws Exception {
        Port port = FRONT.open(SETTINGS);
        byte[] content = new byte[1_048_575];
        content[content.length - 1] = 7;

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(new JuteWriter(64).buffer(content));

            assertThat(client.frame()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @Fault("F95")
    @ValueSource(ints = {1_048_576, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aFrameOfAnImpossibleLengthEndsTheConnection(int length) throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(new JuteWriter(8).int32(length).int32(0));

            assertThat(client.isClosed()).isTrue();
        }
        assertThat(FRONT.figures(port).malformed()).isEqualTo(1);
        assertThat(FRONT.figures(port).closings()).containsEntry("malformed frame", 1L);
    }

    @Test
    void whatCameBeforeAnImpossibleLengthIsStillGiven() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write(
                    new JuteWriter(64).raw(greeting(LONG, ""), 0, 8).int32(-1).toBytes().toArray());

            assertThat(client.isClosed()).isTrue();
        }
        await().untilAtomic(port.door().ended, equalTo(1));
    }

    @Test
    void aFourLetterWordIsAnsweredAndTheConnectionClosed() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write("ruok");

            assertThat(client.textToEnd()).isEqualTo("ruok:");
        }
    }

    @Test
    void aWordMayComeByteByByteWithANewlineAndFromOneWhoSaysNoMore() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            for (String letter : List.of("r", "u", "o")) {
                client.write(letter);
            }
            await().until(() -> FRONT.figures(port).bytesReceived() == 3);
            client.write("k\n");
            client.endOutput();

            assertThat(client.textToEnd()).isEqualTo("ruok:");
        }
    }

    @Test
    void theWordWithAMaskWaitsForItsEightBytes() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write("stmk1234");
            await().until(() -> FRONT.figures(port).bytesReceived() == 8);
            client.write("5678");

            assertThat(client.textToEnd()).isEqualTo("stmk:12345678");
        }
    }

    @Test
    void aLongTextArrivesWhole() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write("wchp\n");
            client.endOutput();

            assertThat(client.textToEnd()).hasSize(3_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "\u007fabc"})
    void anUnknownWordIsTheLengthOfAFrameAndEndsTheConnection(String word) throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write(word);

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void telnetsInterruptEndsTheConnectionWithoutComplaint() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.write(new JuteWriter(4).int32(0xfff4fffd));

            assertThat(client.isClosed()).isTrue();
        }
        assertThat(FRONT.figures(port).malformed()).isZero();
    }

    @Test
    void aWordAfterTheSessionBeganIsAFrame() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write("ruok");

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void framesSentBeforeTheSessionBeganAreGivenWhenItDoes() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.hello(LONG, "wait");
            client.ping(1);
            client.ping(2);
            await().until(() -> FRONT.figures(port).packetsReceived() == 3);
            FRONT.onLoop(
                    () -> {
                        port.door().admit(port.door().waiting.getFirst(), LONG, "");
                        return "";
                    });

            assertThat(new String(client.frame())).isEqualTo("welcome");
            assertThat(client.xid()).isEqualTo(1);
            assertThat(client.xid()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatIsNotYetWelcomeIsReadOnlySoFar() throws Exception {
        Port port = FRONT.open(SETTINGS);
        JuteWriter many = new JuteWriter(1 << 20);
        IntStream.range(0, 80_000).forEach(xid -> request(many, xid, EchoDoor.PING));

        try (TestClient client = new TestClient(port.address())) {
            client.hello(LONG, "wait");
            client.write(many);
            await().until(() -> FRONT.ofEachLink(port, LinkFigures::interestOps).contains(0));
            assertThat(FRONT.figures(port).bytesReceived()).isLessThan(256 << 10);
            FRONT.onLoop(
                    () -> {
                        port.door().admit(port.door().waiting.getFirst(), LONG, "");
                        return "";
                    });

            client.frame();
            for (int xid = 0; xid < 80_000; xid++) {
                assertThat(client.xid()).isEqualTo(xid);
            }
        }
    }

    @Test
    void theLastReplyIsReadBeforeTheConnectionCloses() throws Exception {
        Port port = FRONT.open(SETTINGS);
        JuteWriter out = new JuteWriter(1 << 20);
        request(out, 1, EchoDoor.CLOSE);
        IntStream.range(2, 40_000).forEach(xid -> request(out, xid, EchoDoor.PING));

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.write(out);

            assertThat(client.xid()).isEqualTo(1);
            client.endOutput();
            client.textToEnd(); // replies to what was read with the first request
            await().until(() -> FRONT.figures(port).connections() == 0);
        }
    }

    @Test
    void aRefusalIsReadBeforeTheConnectionCloses() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = new TestClient(port.address())) {
            client.hello(LONG, "refuse");

            assertThat(new String(client.frame())).isEqualTo("refused");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void anExceptionBehindTheDoorHarmsOnlyItsOwnConnection() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient bystander = TestClient.with(port.address(), LONG, "");
                TestClient failing = TestClient.with(port.address(), LONG, "fail");
                TestClient unwelcome = new TestClient(port.address());
                TestClient asking = new TestClient(port.address())) {
            failing.ping(1);
            unwelcome.hello(LONG, "throw");
            asking.write("dump");

            assertThat(failing.isClosed()).isTrue();
            assertThat(unwelcome.isClosed()).isTrue();
            assertThat(asking.isClosed()).isTrue();
            bystander.ping(5);
            assertThat(bystander.xid()).isEqualTo(5);
        }
        assertThat(FRONT.figures(port).failed()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void everyListenerLearnsOnceThatItsLinkIsDown() throws Exception {
        Port port = FRONT.open(SETTINGS);

        TestClient.with(port.address(), LONG, "").close();
        try (TestClient client = new TestClient(port.address())) {
            client.hello(LONG, "dead");
            assertThat(client.isClosed()).isTrue();
        }

        await().untilAtomic(port.door().ended, equalTo(2));
        assertThat(FRONT.figures(port).connections()).isZero();
    }

    @Test
    void sharedBytesGoToEachConnection() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = TestClient.with(port.address(), LONG, "share")) {
            client.write(getData(request(new JuteWriter(64), 1, EchoDoor.PING), 2, 5_000));

            assertThat(client.xid()).isEqualTo(1);
            assertThat(client.frame()).hasSize(5_004);
        }
    }

    @Test
    void aPortHasSeveralAddresses() throws Exception {
        List<InetSocketAddress> wanted = new ArrayList<>(List.of(loopback(0), loopback(0)));
        InetAddress six = InetAddress.getByName("::1");
        boolean hasSix = NetworkInterface.getByInetAddress(six) != null;
        if (hasSix) wanted.add(new InetSocketAddress(six, 0));

        Port port = FRONT.open(SETTINGS, wanted);

        assertThat(port.addresses()).hasSameSizeAs(wanted).doesNotHaveDuplicates();
        assertThat(port.addresses().stream().map(InetSocketAddress::getPort)).doesNotContain(0);
        for (InetSocketAddress address : port.addresses()) {
            try (TestClient client = TestClient.with(address, LONG, "")) {
                client.ping(3);
                assertThat(client.xid()).isEqualTo(3);
            }
        }
        assumeTrue(hasSix, "IPv6 was not tried: ::1 does not exist here");
    }

    @Test
    void whatCannotBeBoundIsSaidAndNothingStaysBound() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free;
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = other.getLocalPort();
            }
            InetSocketAddress wanted = loopback(taken.getLocalPort());

            Binding binding = FRONT.bind(List.of(loopback(free), wanted));

            assertThat(binding).isInstanceOf(Binding.Failed.class);
            assertThat(((Binding.Failed) binding).address()).isEqualTo(wanted);
            assertThat(((Binding.Failed) binding).cause()).contains("in use");
            new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void anUnknownHostCannotBeBound() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 2181);

        assertThat(FRONT.bind(List.of(nowhere)))
                .isEqualTo(new Binding.Failed(nowhere, "unknown host"));
    }

    @Test
    void aStoppedPortWritesWhatIsQueuedAndClosesAll() throws Exception {
        Port port = FRONT.open(SETTINGS);
        try (TestClient client = TestClient.with(port.address(), LONG, "");
                TestClient other = TestClient.with(port.address(), LONG, "")) {
            client.write(getData(new JuteWriter(16), 1, 8 << 20));
            await().until(() -> FRONT.figures(port).packetsReceived() == 3);

            Thread stopping = Thread.startVirtualThread(() -> FRONT.stop(port));

            assertThat(client.frame()).hasSize((8 << 20) + 4);
            assertThat(client.isClosed()).isTrue();
            assertThat(other.isClosed()).isTrue();
            stopping.join();
            assertThat(port.door().ended).hasValue(2);
            assertThat(isRefused(port.address())).isTrue();
        }
    }

    @Test
    void aKilledPortClosesAll() throws Exception {
        Port port = FRONT.open(SETTINGS);
        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            FRONT.kill(port);

            assertThat(client.isClosed()).isTrue();
            assertThat(isRefused(port.address())).isTrue();
        }
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (TestClient late = new TestClient(address)) {
            return late.isClosed(); // a port of the same number may belong to another by now
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void thousandsOfConnectionsAreServed() throws Exception {
        Port port = FRONT.open(SETTINGS);
        List<TestClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                TestClient client = new TestClient(port.address());
                clients.add(client);
                client.hello(LONG, "");
                client.ping(i);
            }
            for (int i = 0; i < 2_000; i++) {
                clients.get(i).frame();
                assertThat(clients.get(i).xid()).isEqualTo(i);
            }
            assertThat(FRONT.figures(port).connections()).isEqualTo(2_000);
            assertThat(distinct(FRONT.ofEachLink(port, LinkFigures::remote))).isEqualTo(2_000);
        } finally {
            for (TestClient client : clients) {
                client.close();
            }
        }
        await().until(() -> FRONT.figures(port).connections() == 0);
    }

    private static int distinct(List<InetSocketAddress> all) {
        return all.stream().collect(toSet()).size();
    }

    @Test
    void figuresTellWhatWentThrough() throws Exception {
        Port port = FRONT.open(SETTINGS);

        try (TestClient client = TestClient.with(port.address(), LONG, "")) {
            client.ping(1);
            client.xid();

            FrontFigures figures = FRONT.figures(port);
            assertThat(figures.packetsReceived()).isEqualTo(2);
            assertThat(figures.packetsSent()).isEqualTo(2);
            assertThat(figures.bytesReceived()).isEqualTo(8 + 12);
            assertThat(figures.bytesSent()).isEqualTo(11 + 12);
            assertThat(figures.unanswered()).isZero();
            assertThat(figures.queuedBytes()).isZero();
            assertThat(FRONT.ofEachLink(port, LinkFigures::received)).containsExactly(2L);
            assertThat(FRONT.ofEachLink(port, LinkFigures::sent)).containsExactly(2L);
            assertThat(FRONT.ofEachLink(port, LinkFigures::timeoutMs)).containsExactly(LONG);
            assertThat(FRONT.ofEachLink(port, link -> link.listener().isPresent()))
                    .containsExactly(true);
        }
    }
}
