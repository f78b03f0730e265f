package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Incoming;
import io.tapio.testkit.Octets;
import io.tapio.testkit.Op;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.RawResult;
import io.tapio.testkit.Setup;
import io.tapio.testkit.TapioServer;
import io.tapio.testkit.WireWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients may do with a server that means well, beside another client that must not notice.
 */
@Timeout(60)
class HostileClientsTest {
    private static final int UNMARSHALLING = -5;
    private static final int BAD_ARGUMENTS = -8;
    private static final int FLOOD = Integer.getInteger("tapio.faults.connects", 2_000);

    private TapioServer server;
    private InetSocketAddress address;
    private RawClient neighbour;

    @BeforeEach
    void serve() {
        server = TapioServer.start(Setup.inMemory().with("4lw.commands.whitelist", "*"));
        address = Guest.at(server);
        neighbour = RawClient.connect(address);
    }

    @AfterEach
    void theNeighbourHasNoticedNothing() {
        try {
            assertThat(neighbour.exists("/").ok()).isTrue();
            neighbour.closeSession();
        } finally {
            server.close();
        }
    }

    static Stream<Arguments> insaneBodies() {
        return Stream.of(
                Arguments.of("2^31 - 1 access rules", Op.CREATE, create(Integer.MAX_VALUE)),
                Arguments.of("less than no access rules", Op.CREATE, create(-7)),
                Arguments.of("a path of negative length", Op.EXISTS, ints(-7)),
                Arguments.of("a path of 2 GiB", Op.EXISTS, ints(Integer.MAX_VALUE)),
                Arguments.of("data of 2 GiB", Op.SET_DATA, data(Integer.MAX_VALUE)),
                Arguments.of("data of negative length", Op.SET_DATA, data(Integer.MIN_VALUE)),
                Arguments.of("no UTF-8", Op.CREATE, noUtf8()),
                Arguments.of("2^31 - 1 watches", Op.SET_WATCHES, ints(0, 0, Integer.MAX_VALUE)),
                Arguments.of("2^31 - 1 of all", Op.SET_WATCHES2, ints(0, 0, -5, 1 << 30, 9)),
                Arguments.of("a multi that has no end", Op.MULTI, ints(1)));
    }

    private static byte[] create(int rules) {
        return new WireWriter().ustring("/x").buffer(Octets.EMPTY).int32(rules).toBytes();
    }

    private static byte[] data(int length) {
        return new WireWriter().ustring("/").int32(length).toBytes();
    }

    private static byte[] noUtf8() {
        var path = new byte[] {'/', (byte) 0xC3, 0x28, (byte) 0xFF};
        var out = new WireWriter().buffer(Octets.of(path)).buffer(Octets.EMPTY);
        return out.int32(1).int32(31).ustring("world").ustring("anyone").int32(0).toBytes();
    }

    private static byte[] ints(int... numbers) {
        var out = ByteBuffer.allocate(4 * numbers.length);
        for (int each : numbers) out.putInt(each);
        return out.array();
    }

    @ParameterizedTest(name = "{0}")
    @Fault("F97")
    @MethodSource("insaneBodies")
    void insaneContentIsRefusedAndTheConnectionGoesOn(String what, Op op, byte[] body) {
        try (var client = RawClient.connect(address)) {
            var reply = client.call(new RawRequest.Raw(op.code(), Octets.of(body)));

            assertThat(reply.err()).as(what).isIn(UNMARSHALLING, BAD_ARGUMENTS);
            assertThat(client.ping().ok()).isTrue();
        }
    }

    @Test
    @Fault("F97")
    void aMultiOfAMillionStepsIsTooLongAFrame() {
        try (var client = RawClient.connect(address)) {
            client.send(RawRequest.multi(Collections.nCopies(1_000_000, check())));
            client.awaitClose();
        }
        try (var client = RawClient.connect(address)) {
            var most = client.call(RawRequest.multi(Collections.nCopies(40_000, check())));
            assertThat(most.result(RawResult.Results.class).results()).hasSize(40_000);
        }
    }

    private static RawRequest check() {
        return RawRequest.check("/", -1);
    }

    @Test
    @Fault("F97")
    void watchesThatDoNotFitIntoOneFrameAreTakenInSeveral() {
        try (var client = RawClient.connect(address)) {
            for (int part = 0; part < 20; part++) {
                int first = part * 5_000;
                var paths =
                        IntStream.range(first, first + 5_000)
                                .mapToObj(i -> "/not-yet-there/with-a-long-name/" + i)
                                .toList();
                var set = RawRequest.setWatches(client.lastZxid(), List.of(), paths, List.of());
                assertThat(client.call(set).ok()).isTrue();
            }
            neighbour.create("/not-yet-there", "");
            neighbour.create("/not-yet-there/with-a-long-name", "");
            neighbour.create("/not-yet-there/with-a-long-name/99999", "");

            assertThat(client.event().path()).isEqualTo("/not-yet-there/with-a-long-name/99999");
        }
    }

    @Test
    @Fault("F98")
    void aRequestBeforeTheHandshakeGetsNoSession() {
        try (var client = RawClient.open(address)) {
            var exists = new WireWriter().int32(1).int32(Op.EXISTS.code()).ustring("/");
            client.sendFrame(exists.bool(false).toBytes());

            assertThat(client.readFrame()).isEmpty();
        }
    }

    @Test
    @Fault("F98")
    void whatFollowsTheEndOfTheSessionIsNotAnswered() {
        try (var client = RawClient.connect(address)) {
            int end = client.send(RawRequest.closeSession());
            client.send(RawRequest.auth("digest", "user:password"));
            int write = client.send(RawRequest.setData("/", Octets.text("late"), -1));

            assertThat(client.reply(end).ok()).isTrue();
            client.awaitClose();
            var said = client.takeTranscript();
            assertThat(said).last().isInstanceOf(Incoming.Closed.class);
            // A login is answered as soon as it comes, as ZooKeeper does, and binds nobody.
            assertThat(said).noneMatch(each -> isReplyTo(write, each));
        }
        assertThat(neighbour.getData("/").data().length()).isZero();
    }

    private static boolean isReplyTo(int xid, Incoming incoming) {
        return incoming instanceof Incoming.Reply reply && reply.xid() == xid;
    }

    @Test
    @Fault("F98")
    void anXidThatIsUsedTwiceIsAnsweredTwice() {
        try (var client = RawClient.connect(address)) {
            client.send(7, RawRequest.exists("/", false));
            client.send(7, RawRequest.exists("/none", false));

            assertThat(client.reply(7).err()).isZero();
            assertThat(client.reply(7).err()).isEqualTo(-101);
        }
    }

    @ParameterizedTest
    @Fault("F98")
    @ValueSource(ints = {-2, -4, -8, 0, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aReservedXidOnAnOrdinaryRequestMakesItNothingElse(int xid) {
        try (var client = RawClient.connect(address)) {
            client.send(xid, RawRequest.getData("/zookeeper", false));

            assertThat(client.reply(xid).data().length()).isZero();
            assertThat(client.ping().ok()).isTrue();
        }
    }

    @ParameterizedTest
    @Fault("F98")
    @ValueSource(ints = {-10, -1, 10, 99, 1_000, Integer.MAX_VALUE})
    void anOperationThatClientsDoNotHaveEndsTheConnection(int opcode) {
        try (var client = RawClient.connect(address)) {
            client.send(1, new RawRequest.Raw(opcode, Octets.EMPTY));
            client.awaitClose();
        }
    }

    @Test
    void aSessionIsNotGivenToWhoOnlyGuesses() {
        long id = neighbour.sessionId();
        for (int guess = 0; guess < 20; guess++) {
            var password = new byte[16];
            password[guess % 16] = (byte) guess;
            for (long near : new long[] {id, id + 1, id - 1, 1, Long.MIN_VALUE}) {
                assertRefused(Handshake.Request.reattach(near, Octets.of(password)));
            }
        }
        assertThat(neighbour.ping().ok()).isTrue();
    }

    @Test
    void aSessionThatWasClosedIsNotTakenUpAgain() {
        var client = RawClient.connect(address);
        var again = Handshake.Request.reattach(client.sessionId(), client.password());
        client.closeSession();

        assertRefused(again);
    }

    private void assertRefused(Handshake.Request handshake) {
        try (var thief = RawClient.open(address)) {
            var response = thief.shakeHands(handshake);
            assertThat(response).isPresent();
            assertThat(response.get().accepted()).isFalse();
            assertThat(thief.readFrame()).isEmpty();
        }
    }

    @Test
    @Fault("F100")
    void whoHasSeenWhatThisServerHasNotIsSentElsewhere() {
        long future = neighbour.create("/now", "").zxid() + (1L << 32);
        try (var client = RawClient.open(address)) {
            var handshake = Handshake.Request.fresh().withLastZxidSeen(future);
            assertThat(client.shakeHands(handshake)).isEmpty();
        }
    }

    @Test
    @Fault("F91")
    void aFloodOfConnectionsLeavesThoseWhoAreThereAlone() throws Exception {
        long slowest = 0;
        long pings = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            var floods = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) floods.add(threads.submit(this::flood));
            while (!floods.stream().allMatch(Future::isDone)) {
                long began = System.nanoTime();
                assertThat(neighbour.ping().ok()).isTrue();
                slowest = Math.max(slowest, System.nanoTime() - began);
                pings++;
            }
            for (var each : floods) each.get();
        }
        System.out.printf(
                "%d connections; slowest of %d pings %d ms%n", FLOOD, pings, slowest / 1_000_000);
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
        try (var later = RawClient.connect(address)) {
            assertThat(later.ping().ok()).isTrue();
        }
    }

    private void flood() {
        for (int i = 0; i < FLOOD / 4; i++) {
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.getOutputStream().write(0);
            } catch (IOException refused) {
                // as good an answer as any
            }
        }
    }
}
