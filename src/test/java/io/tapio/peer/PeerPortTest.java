package io.tapio.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the port for members does with sockets, names and strangers. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(90)
final class PeerPortTest {
    private static final ServerId ONE = new ServerId(1);
    private static final ServerId TWO = new ServerId(2);

    private final LinksRig rig = new LinksRig(3);

    @AfterEach
    void tearDown() {
        rig.close();
    }

    private Node linked(Node leader, Node learner) {
        learner.tell(new PeerTransport.Connect(leader.id()));
        learner.up();
        leader.up();
        return learner;
    }

    private void assertThatMembersStillMeet(Node leader) {
        Node learner = linked(leader, rig.start(2));
        leader.errand(learner, "hello");
        assertThat(learner.message()).isEqualTo(Toys.errand("hello"));
    }

    // Strangers.

    @Test
    void strangers_are_shown_the_door_and_counted() throws IOException {
        Node leader = rig.start(1);
        byte[] noise = new byte[4096];
        new SplittableRandom(7).nextBytes(noise);
        List<byte[]> openings =
                List.of(
                        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1),
                        "ruok".getBytes(ISO_8859_1),
                        zooKeeperHandshake(),
                        new byte[] {0x16, 3, 1, 2, 0},
                        noise);
        for (byte[] opening : openings) {
            try (RawPeer stranger = new RawPeer(rig.address(1)).raw(opening)) {
                assertThat(stranger.isClosed()).isTrue();
            }
        }

        assertThat(rig.inspect(leader).trouble().strangers()).isEqualTo(openings.size());
        assertThatMembersStillMeet(leader);
    }

    private static byte[] zooKeeperHandshake() {
        byte[] connect = new byte[49];
        connect[3] = 45;
        connect[19] = 30;
        connect[31] = 16;
        return connect;
    }

    @Test
    void who_says_nothing_is_shown_the_door() throws IOException {
        PeerSettings settings =
                rig.settings(1).with(PeerRig.PATIENCE.withDial(Duration.ofMillis(200)));
        Node leader = rig.start(settings, new ToySupply());
        try (RawPeer silent = new RawPeer(rig.address(1))) {
            assertThat(silent.isClosed()).isTrue();
        }
        assertThat(rig.inspect(leader).trouble().strangers()).isEqualTo(1);
    }

    @Test
    void hundreds_who_say_nothing_do_not_keep_members_out() throws IOException {
        Node leader = rig.start(1);
        RawPeer[] crowd = new RawPeer[300];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = new RawPeer(rig.address(1));
        }
        assertThatMembersStillMeet(leader);
        for (RawPeer each : crowd) {
            each.close();
        }
    }

    @Test
    void broken_bytes_after_the_greeting_cost_that_link_only() throws IOException {
        Node leader = rig.start(1);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 30; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            noise[0] |= (byte) 0x80; // a negative length: sure to be noticed at once
            try (RawPeer peer = new RawPeer(rig.address(1)).greet(2, 1)) {
                assertThat(leader.up().peer()).isEqualTo(TWO);
                peer.raw(noise).raw(new byte[8]);
                assertThat(leader.down().reason()).contains("broken");
            }
        }
        assertThat(rig.inspect(leader).trouble().malformed()).isEqualTo(30);
        assertThat(rig.inspect(leader).trouble().failed()).isZero();
        assertThatMembersStillMeet(leader);
    }

    @Test
    void a_member_of_another_version_is_told_so() throws IOException {
        rig.start(1);
        byte[] preamble = Preamble.bytes();
        preamble[7] = 9;
        try (RawPeer peer = new RawPeer(rig.address(1)).raw(preamble)) {
            peer.hear(Preamble.BYTES);
            assertThat(peer.hear())
                    .isEqualTo(
                            new Word.Farewell(
                                    "it speaks version 9 of the protocol between members,"
                                            + " we speak version 1"));
            assertThat(peer.isClosed()).isTrue();
        }
    }

    // Those who do not take what they are sent.

    @Test
    void who_never_reads_costs_a_bounded_amount_of_memory() throws IOException {
        ToySupply supply = new ToySupply();
        Node leader = rig.start(rig.settings(1), supply);
        try (RawPeer deaf = new RawPeer(rig.address(1)).greet(2, 1)) {
            leader.up();
            Entries run = Toys.entries(Zxid.of(4, 1), 1000, 1000);
            Zxid next = run.first();
            for (int i = 0; i < 200; i++) {
                Entries each = new Entries(next, new Zxid(next.value() + 999), run.encoded());
                leader.tell(new PeerTransport.Send(TWO, Toys.proposal(each)));
                leader.tell(new PeerTransport.Send(TWO, Toys.commit(each.last())));
                next = each.last().next();
            }
            deaf.say(new Word.Alive(true));
            PeerFigures.View view = rig.inspect(leader).members().getFirst();
            assertThat(view.linked()).isTrue();
            assertThat(view.queuedBytes()).isBetween(1L << 20, 10L << 20);
        }
    }

    @Test
    void who_never_reads_what_cannot_be_read_again_is_given_up() throws IOException {
        PeerSettings settings =
                rig.settings(1).with(new PeerSettings.Bounds(1 << 20, 1 << 18, 1 << 20, 8 << 20));
        Node leader = rig.start(settings, new ToySupply());
        try (RawPeer deaf = new RawPeer(rig.address(1)).greet(2, 1)) {
            leader.up();
            for (int i = 0; i < 200; i++) {
                leader.tell(new PeerTransport.Send(TWO, Toys.errand(200_000)));
            }
            assertThat(leader.down().reason()).isEqualTo("it does not take what is sent to it");
            assertThat(deaf.isClosed()).isTrue();
        }
    }

    @Test
    void a_message_beyond_the_bound_is_not_sent() {
        PeerSettings settings =
                rig.settings(1).with(PeerSettings.Bounds.DEFAULT.withMaxFrameBytes(10_000));
        Node leader = rig.start(settings, new ToySupply());
        linked(leader, rig.start(2));
        leader.tell(new PeerTransport.Send(TWO, Toys.errand(20_000)));

        assertThat(leader.down().reason()).contains("longer than the bound");
    }

    // A network that is not there.

    @Test
    @Fault("F59")
    void a_cut_cable_is_noticed_and_the_way_is_found_again_when_it_is_mended() throws Exception {
        Node leader = rig.start(1);
        try (SilentProxy proxy = new SilentProxy(rig.address(1))) {
            Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(rig.members());
            seen.put(ONE, new PeerSettings.Endpoint("127.0.0.1", proxy.port()));
            PeerSettings behind =
                    new PeerSettings(
                            TWO,
                            seen,
                            List.of(rig.address(2)),
                            PeerRig.PATIENCE,
                            PeerSettings.Bounds.DEFAULT);
            Node learner = rig.start(behind, new ToySupply());
            linked(leader, learner);
            learner.tell(vote(1));
            leader.vote();
            proxy.swallow();

            assertThat(learner.down().reason()).startsWith("nothing was heard");
            assertThat(leader.down().reason()).startsWith("nothing was heard");
            learner.tell(vote(2));
            learner.tell(new PeerTransport.Connect(ONE));
            assertThat(learner.down().reason()).isEqualTo("it does not answer");
            proxy.mend();

            PeerTransport.Received heard = leader.vote();
            assertThat(heard.message()).isEqualTo(new PeerMessage.Said(Toys.vote(2, 2)));
            linked(leader, learner);
        }
    }

    private static PeerTransport.Send vote(int round) {
        return new PeerTransport.Send(ONE, new PeerMessage.Said(Toys.vote(2, round)));
    }

    @Test
    void an_idle_link_stays() {
        Node leader = rig.start(1);
        Node learner = linked(leader, rig.start(2));

        learner.hearsNothingFor(PeerRig.PATIENCE.silence().multipliedBy(2));
        leader.errand(learner, "still here");
        assertThat(learner.message()).isEqualTo(Toys.errand("still here"));
        assertThat(rig.inspect(leader).trouble().silent()).isZero();
    }

    // Names.

    @Test
    @Fault("F60")
    void a_name_is_looked_up_again_at_each_dial() {
        AtomicInteger asked = new AtomicInteger();
        rig.names(host -> host.equals("one.example") ? wandering(asked.incrementAndGet()) : here());
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(rig.members());
        seen.put(ONE, new PeerSettings.Endpoint("one.example", seen.get(ONE).port()));
        Node two = rig.start(PeerSettings.of(TWO, seen, List.of(rig.address(2))), new ToySupply());
        rig.names(host -> here());
        Node one = rig.start(1);
        two.tell(vote(1));

        assertThat(one.vote().from()).isEqualTo(TWO);
        assertThat(asked.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    @Fault("F61")
    @EnabledOnOs(OS.LINUX) // where all of 127.0.0.0/8 is this machine
    void a_member_that_comes_back_elsewhere_each_time_is_soon_found() {
        AtomicInteger life = new AtomicInteger();
        rig.names(host -> host.equals("two.example") ? place(life.get()) : here());
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(rig.members());
        int port = seen.get(TWO).port();
        seen.put(TWO, new PeerSettings.Endpoint("two.example", port));
        Node one = rig.start(PeerSettings.of(ONE, seen, List.of(rig.address(1))), new ToySupply());
        for (int i = 0; i < 20; i++) {
            InetAddress place = place(life.incrementAndGet())[0];
            long began = System.nanoTime();
            Node two =
                    rig.start(
                            PeerSettings.of(TWO, seen, List.of(new InetSocketAddress(place, port))),
                            new ToySupply());
            one.tell(vote(TWO, i));
            assertThat(two.vote().from()).isEqualTo(ONE);
            linked(two, one);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(REJOIN);
            two.kill();
            one.down();
        }
    }

    private static final Duration REJOIN = Duration.ofSeconds(5);

    private static InetAddress[] place(int life) {
        try {
            byte[] address = {127, 0, 0, (byte) (20 + life)};
            return new InetAddress[] {InetAddress.getByAddress(address)};
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static PeerTransport.Send vote(ServerId to, int round) {
        return new PeerTransport.Send(to, new PeerMessage.Said(Toys.vote(2, round)));
    }

    private static InetAddress[] here() throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    }

    /** First it is not known, then it leads nowhere, then it leads nowhere and here. */
    private static InetAddress[] wandering(int time) throws UnknownHostException {
        InetAddress elsewhere = InetAddress.getByName("127.0.0.9");
        return switch (time) {
            case 1 -> throw new UnknownHostException("one.example");
            case 2 -> new InetAddress[] {elsewhere};
            default -> new InetAddress[] {elsewhere, here()[0]};
        };
    }

    @Test
    @Fault("F60")
    void a_name_server_that_hangs_holds_one_thread_and_nobody_up() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        rig.names(
                host -> {
                    if (host.equals("127.0.0.1")) return here();
                    hanging.incrementAndGet();
                    waitFor(end);
                    throw new UnknownHostException(host);
                });
        Map<ServerId, PeerSettings.Endpoint> seen = new HashMap<>(rig.members());
        seen.put(new ServerId(3), new PeerSettings.Endpoint("three.example", 2888));
        PeerSettings settings =
                PeerSettings.of(ONE, seen, List.of(rig.address(1)))
                        .with(PeerRig.PATIENCE.withDial(Duration.ofMillis(100)));
        Node one = rig.start(settings, new ToySupply());
        for (int i = 0; i < 5; i++) {
            one.tell(new PeerTransport.Connect(new ServerId(3)));
            assertThat(one.down().reason()).isEqualTo("it does not answer");
        }
        linked(one, rig.start(2));

        assertThat(hanging).hasValue(1);
        end.countDown();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Beginning and end.

    @Test
    void nobody_is_heard_or_dialled_before_we_know_who_we_are() {
        Node two = rig.start(2);
        two.tell(new PeerTransport.CurrentVote(Toys.vote(2, 1)));
        Node one = rig.spawn(rig.settings(1), new ToySupply());
        two.tell(new PeerTransport.Connect(ONE));
        two.hearsNothingFor(Duration.ofMillis(300));
        assertThat(one.inbox().votes).isEmpty();
        rig.introduced(one, Optional.empty(), new UUID(0, 1));

        assertThat(two.up().peer()).isEqualTo(ONE);
        assertThat(one.vote().from()).isEqualTo(TWO);
    }

    @Test
    void a_port_that_is_taken_is_told() {
        rig.start(1);
        assertThat(rig.bind(rig.settings(1)))
                .isInstanceOfSatisfying(
                        PeerTransport.Binding.Failed.class,
                        failed -> assertThat(failed.address()).isEqualTo(rig.address(1)));
    }

    @Test
    void port_zero_is_any_free_one() {
        PeerSettings any =
                PeerSettings.of(ONE, rig.members(), List.of(new InetSocketAddress("127.0.0.1", 0)));
        assertThat(rig.bind(any))
                .isInstanceOfSatisfying(
                        PeerTransport.Binding.Bound.class,
                        bound -> assertThat(bound.addresses().getFirst().getPort()).isPositive());
    }

    @Test
    void who_stops_says_so_and_frees_its_port() {
        Node leader = rig.start(1);
        Node learner = linked(leader, rig.start(2));
        leader.errand(learner, "the last word");
        rig.stop(leader);

        assertThat(learner.message()).isEqualTo(Toys.errand("the last word"));
        assertThat(learner.down().reason()).isEqualTo("member 1 stops");
        linked(rig.start(1), learner);
    }
}
