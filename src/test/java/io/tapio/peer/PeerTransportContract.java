package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every way between members promises. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(90)
abstract class PeerTransportContract {
    private static final ServerId ONE = new ServerId(1);
    private static final ServerId TWO = new ServerId(2);
    private static final ServerId THREE = new ServerId(3);
    private static final Zxid START = Zxid.of(4, 1);

    private PeerRig rig;

    abstract PeerRig rig();

    PeerRig built() {
        return rig;
    }

    @BeforeEach
    void build() {
        rig = rig();
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    private Node leader(ToySupply supply) {
        return rig.start(rig.settings(1), supply);
    }

    /** A leader 1 and a learner 2 whose link is up. */
    private record Pair(Node leader, Node learner) {}

    private Pair pair(ToySupply supply) {
        Pair pair = new Pair(leader(supply), rig.start(2));
        link(pair);
        return pair;
    }

    private static void link(Pair pair) {
        pair.learner.tell(new PeerTransport.Connect(ONE));
        assertThat(pair.learner.up().peer()).isEqualTo(ONE);
        assertThat(pair.leader.up().peer()).isEqualTo(TWO);
    }

    private Pair pair() {
        return pair(new ToySupply());
    }

    @Test
    void both_ends_hear_that_the_link_is_up_and_who_the_other_is() {
        Node leader = rig.start(1);
        Node learner =
                rig.introduced(
                        rig.spawn(rig.settings(2), new ToySupply()),
                        Optional.empty(),
                        new UUID(5, 6));
        learner.tell(new PeerTransport.Connect(ONE));

        assertThat(learner.up())
                .isEqualTo(new PeerTransport.Up(ONE, Optional.of(PeerRig.CLUSTER), new UUID(0, 1)));
        assertThat(leader.up())
                .isEqualTo(new PeerTransport.Up(TWO, Optional.empty(), new UUID(5, 6)));
    }

    @Test
    void what_is_sent_arrives_in_order_in_both_directions() {
        Pair pair = pair();
        for (int i = 0; i < 3000; i++) {
            pair.leader.send(pair.learner, Toys.ping(i));
            pair.learner.errand(pair.leader, "errand " + i);
        }

        for (int i = 0; i < 3000; i++) {
            assertThat(pair.learner.message()).isEqualTo(Toys.ping(i));
            assertThat(pair.leader.message()).isEqualTo(Toys.errand("errand " + i));
        }
    }

    @Test
    void a_message_may_be_large() {
        Pair pair = pair();
        Entries large = Toys.entries(START, 1, 3_000_000);
        pair.leader.send(pair.learner, Toys.proposal(large));
        pair.learner.send(pair.leader, Toys.errand(1_200_000));

        assertThat(pair.learner.message()).isEqualTo(Toys.proposal(large));
        assertThat(pair.leader.message()).isEqualTo(Toys.errand(1_200_000));
    }

    @Test
    void to_dial_nobody_is_answered_by_down() {
        Node alone = rig.start(1);
        alone.tell(new PeerTransport.Connect(TWO));

        assertThat(alone.down().peer()).isEqualTo(TWO);
    }

    @Test
    void to_dial_a_stranger_is_answered_by_down() {
        Node alone = rig.start(1);
        alone.tell(new PeerTransport.Connect(new ServerId(9)));

        assertThat(alone.down().peer()).isEqualTo(new ServerId(9));
    }

    @Test
    void what_is_sent_without_a_link_is_lost() {
        Node leader = rig.start(1);
        Node learner = rig.start(2);
        leader.errand(learner, "too early");
        leader.tell(new PeerTransport.SendEntries(TWO, EntriesKind.SYNC, START, START.next()));
        learner.tell(new PeerTransport.Connect(ONE));
        learner.up();
        leader.up();
        leader.errand(learner, "in time");

        assertThat(learner.message()).isEqualTo(Toys.errand("in time"));
    }

    @Test
    void a_member_that_dies_is_missed() {
        Pair pair = pair();
        pair.learner.kill();
        assertThat(pair.leader.down().peer()).isEqualTo(TWO);

        Pair again = new Pair(pair.leader, rig.start(2));
        link(again);
        again.leader.kill();
        assertThat(again.learner.down().peer()).isEqualTo(ONE);
    }

    @Test
    void who_hangs_up_says_why_and_hears_nothing_more_itself() {
        Pair pair = pair();
        pair.leader.errand(pair.learner, "the last word");
        pair.leader.tell(new PeerTransport.Disconnect(TWO, "we do not lead"));

        assertThat(pair.learner.message()).isEqualTo(Toys.errand("the last word"));
        assertThat(pair.learner.down().reason()).isEqualTo("we do not lead");
        pair.learner.errand(pair.leader, "too late");
        pair.leader.hearsNothingFor(Duration.ofMillis(300));
    }

    @Test
    void a_dial_that_is_called_off_is_not_answered() {
        Node leader = rig.start(1);
        Node learner = rig.start(2);
        for (int i = 0; i < 5; i++) {
            learner.tell(new PeerTransport.Connect(ONE));
            learner.tell(new PeerTransport.Disconnect(ONE, "changed our mind"));
        }
        learner.hearsNothingFor(Duration.ofMillis(500));
        learner.tell(new PeerTransport.Connect(ONE));

        assertThat(learner.up().peer()).isEqualTo(ONE);
    }

    @Test
    void nothing_of_an_old_link_arrives_on_a_new_one() {
        Pair pair = pair();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 50; i++) {
                pair.leader.errand(pair.learner, "old " + round);
            }
            pair.learner.tell(new PeerTransport.Disconnect(ONE, "again"));
            pair.learner.tell(new PeerTransport.Connect(ONE));
            skipToUp(pair.learner);
            skipToUp(pair.leader);
            pair.leader.errand(pair.learner, "new " + round);
            assertThat(pair.learner.message()).isEqualTo(Toys.errand("new " + round));
        }
    }

    private static void skipToUp(Node node) {
        while (!(node.next() instanceof PeerTransport.Up)) {
            // what came before the link we wait for
        }
    }

    @Test
    void a_newer_link_replaces_the_older_one() {
        Pair pair = pair();
        pair.learner.tell(new PeerTransport.Connect(ONE));
        assertThat(pair.learner.up().peer()).isEqualTo(ONE);
        assertThat(pair.leader.up().peer()).isEqualTo(TWO);
        pair.leader.errand(pair.learner, "by the new one");

        assertThat(pair.learner.message()).isEqualTo(Toys.errand("by the new one"));
    }

    // Votes.

    @Test
    void a_vote_needs_no_link_and_reaches_who_comes_later() {
        Node one = rig.start(1);
        for (int round = 1; round <= 5; round++) {
            one.tell(vote(TWO, round));
        }
        Node two = rig.start(2);

        assertThat(two.vote())
                .isEqualTo(new PeerTransport.Received(ONE, new PeerMessage.Said(Toys.vote(1, 5))));
        two.hearsNothingFor(Duration.ofMillis(200));
        assertThat(two.inbox().votes).isEmpty();
    }

    private static PeerTransport.Send vote(ServerId to, int round) {
        return new PeerTransport.Send(to, new PeerMessage.Said(Toys.vote(1, round)));
    }

    @Test
    void the_newest_vote_arrives_whatever_came_before() {
        Node one = rig.start(1);
        Node two = rig.start(2);
        for (int round = 1; round <= 1000; round++) {
            one.tell(vote(TWO, round));
        }

        PeerTransport.Received last = two.vote();
        while (!last.message().equals(new PeerMessage.Said(Toys.vote(1, 1000)))) {
            last = two.vote();
        }
    }

    @Test
    void whom_we_meet_hears_our_vote_at_once_and_we_hear_theirs() {
        Node one = rig.spawn(rig.settings(1), new ToySupply());
        one.tell(new PeerTransport.CurrentVote(Toys.vote(1, 11)));
        rig.introduced(one, Optional.empty(), new UUID(0, 1));
        Node two = rig.spawn(rig.settings(2), new ToySupply());
        two.tell(new PeerTransport.CurrentVote(Toys.vote(2, 22)));
        rig.introduced(two, Optional.empty(), new UUID(0, 2));

        assertThat(one.vote().message()).isEqualTo(new PeerMessage.Said(Toys.vote(2, 22)));
        assertThat(two.vote().message()).isEqualTo(new PeerMessage.Said(Toys.vote(1, 11)));
    }

    @Test
    void a_member_that_comes_back_is_told_again() {
        Node one = rig.start(1);
        Node two = rig.start(2);
        one.tell(vote(TWO, 1));
        two.vote();
        two.kill();
        one.tell(vote(TWO, 2));
        Node again = rig.start(2);
        // What is said in the moment of the death may be lost: who votes says it again.
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            one.tell(vote(TWO, 3));
                            return again.inbox().votes.stream()
                                    .anyMatch(got -> got.message().equals(saidVote(3)));
                        });
    }

    private static PeerMessage saidVote(int round) {
        return new PeerMessage.Said(Toys.vote(1, round));
    }

    // Those who are not wanted.

    @Test
    @Fault("F82")
    void a_member_of_another_ensemble_is_refused_in_plain_words() {
        Node leader = rig.start(1);
        Node foreign =
                rig.introduced(
                        rig.spawn(rig.settings(2), new ToySupply()),
                        Optional.of(new UUID(8, 8)),
                        new UUID(0, 2));
        foreign.tell(new PeerTransport.Connect(ONE));

        assertThat(foreign.down().reason()).contains("belongs to another ensemble");
        foreign.tell(vote(ONE, 1));
        leader.hearsNothingFor(Duration.ofMillis(300));
        assertThat(leader.inbox().votes).isEmpty();
    }

    @Test
    void who_turns_out_to_belong_elsewhere_loses_its_link() {
        Node leader =
                rig.introduced(
                        rig.spawn(rig.settings(1), new ToySupply()),
                        Optional.empty(),
                        new UUID(0, 1));
        Pair pair = new Pair(leader, rig.start(2));
        link(pair);
        leader.tell(new PeerTransport.Identity(Optional.of(new UUID(9, 9)), new UUID(0, 1)));

        assertThat(leader.down().reason()).contains("belongs to another ensemble");
        assertThat(pair.learner.down().reason()).contains("belongs to another ensemble");
    }

    @Test
    void who_gets_another_disk_greets_again() {
        Pair pair = pair();
        pair.learner.tell(new PeerTransport.Identity(Optional.of(PeerRig.CLUSTER), new UUID(3, 3)));
        assertThat(pair.learner.down().reason()).contains("has another disk now");
        assertThat(pair.leader.down().reason()).contains("has another disk now");
        await().pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> {
                            pair.learner.tell(new PeerTransport.Connect(ONE));
                            assertThat(pair.learner.next()).isInstanceOf(PeerTransport.Up.class);
                        });

        assertThat(pair.leader.up().journal()).isEqualTo(new UUID(3, 3));
    }

    @Test
    void who_gets_another_disk_while_it_dials_is_not_held_to_what_it_said()
            throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            Node leader = rig.start(1);
            Node learner = rig.start(2);
            learner.tell(new PeerTransport.Connect(ONE));
            var unused = leader.inbox().link.poll(i, TimeUnit.MILLISECONDS); // amid greetings
            learner.tell(new PeerTransport.Identity(Optional.of(PeerRig.CLUSTER), new UUID(3, 3)));
            await().pollInterval(Duration.ofMillis(100)).until(() -> isLinkedAnew(learner, leader));
            leader.kill();
            learner.kill();
        }
    }

    /** Dials once more, and looks whether the leader has taken the new disk for granted. */
    private static boolean isLinkedAnew(Node learner, Node leader) {
        learner.tell(new PeerTransport.Connect(ONE));
        return leader.inbox().link.stream()
                .anyMatch(
                        event ->
                                event instanceof PeerTransport.Up up
                                        && up.journal().equals(new UUID(3, 3)));
    }

    @Test
    @Fault("F81")
    void a_second_server_of_the_same_id_is_refused_while_the_first_is_there() {
        Pair pair = pair();
        Node second =
                rig.introduced(
                        rig.spawn(settingsOfTwin(), new ToySupply()),
                        Optional.of(PeerRig.CLUSTER),
                        new UUID(1, 1));
        second.tell(new PeerTransport.Connect(ONE));

        assertThat(second.down().reason()).contains("two servers call themselves member 2");
        pair.leader.errand(pair.learner, "still there");
        assertThat(pair.learner.message()).isEqualTo(Toys.errand("still there"));
    }

    /** Another machine with the same myid: it is reached at another address than the true one. */
    private PeerSettings settingsOfTwin() {
        return rig.twin(2, 3);
    }

    @Test
    @Fault("F81")
    void a_server_that_has_our_own_id_is_refused() {
        rig.start(1);
        Node twin =
                rig.introduced(
                        rig.spawn(rig.twinThatSeesTheFirst(), new ToySupply()),
                        Optional.of(PeerRig.CLUSTER),
                        new UUID(1, 1));
        twin.tell(new PeerTransport.Connect(THREE));

        assertThat(twin.down().reason()).contains("two servers have the id 1");
    }

    @Test
    void who_dialled_the_wrong_member_is_told_so() {
        rig.start(1);
        Node confused = rig.start(rig.settingsWithSwapped(3, 1, 2), new ToySupply());
        confused.tell(new PeerTransport.Connect(TWO));

        assertThat(confused.down().reason())
                .contains("member 3 looks for member 2 here, but this is member 1");
    }

    @Test
    void who_is_not_configured_is_refused() {
        rig.start(rig.settingsWithout(1, 3), new ToySupply());
        Node unknown = rig.start(3);
        unknown.tell(new PeerTransport.Connect(ONE));

        assertThat(unknown.down().reason()).contains("member 3 is not in the configuration");
    }

    // Long things.

    @Test
    void a_history_comes_in_order_with_what_was_sent_before_and_after() {
        Pair pair = pair();
        pair.leader.errand(pair.learner, "before");
        pair.leader.tell(
                new PeerTransport.SendEntries(
                        TWO, EntriesKind.SYNC, Zxid.of(4, 0), Zxid.of(4, 500)));
        pair.leader.errand(pair.learner, "between");
        pair.leader.tell(
                new PeerTransport.SendEntries(
                        TWO, EntriesKind.INFORM, Zxid.of(4, 500), Zxid.of(4, 501)));
        pair.leader.errand(pair.learner, "after");

        assertThat(pair.learner.message()).isEqualTo(Toys.errand("before"));
        Zxid reached = Zxid.of(4, 0);
        while (!reached.equals(Zxid.of(4, 500))) {
            PeerMessage next = pair.learner.message();
            Entries run = ((ZabMessage.SyncEntries) ((PeerMessage.Said) next).message()).entries();
            assertThat(run).isEqualTo(Toys.entries(reached.next(), run.count(), 1000));
            reached = run.last();
        }
        assertThat(pair.learner.message()).isEqualTo(Toys.errand("between"));
        assertThat(pair.learner.message())
                .isEqualTo(
                        new PeerMessage.Said(
                                new ZabMessage.Inform(Toys.entries(Zxid.of(4, 501), 1, 1000))));
        assertThat(pair.learner.message()).isEqualTo(Toys.errand("after"));
    }

    @Test
    void a_snapshot_comes_in_order_with_what_was_sent_before_and_after() {
        ToySupply supply = new ToySupply();
        Pair pair = pair(supply);
        pair.leader.tell(new PeerTransport.SendSnapshot(TWO, START));
        pair.leader.send(pair.learner, Toys.ping(1));

        for (int i = 1; i <= supply.snapshotChunks; i++) {
            assertThat(pair.learner.message())
                    .isInstanceOfSatisfying(
                            PeerMessage.SnapshotChunk.class, chunk -> isChunk(chunk.bytes()));
        }
        assertThat(pair.learner.message())
                .isEqualTo(
                        new PeerMessage.SnapshotEnd(
                                new DigestMark(START, supply.snapshotChunks + 1)));
        assertThat(pair.learner.message()).isEqualTo(Toys.ping(1));
        await().untilAsserted(() -> assertThat(supply.closed).hasValue(1));
    }

    private static void isChunk(Bytes bytes) {
        assertThat(bytes.length()).isEqualTo(64 << 10);
    }

    @Test
    void two_hundred_megabytes_pass_without_being_held() {
        ToySupply supply = new ToySupply();
        Pair pair = pair(supply);
        pair.learner.inbox().counting = true;
        int count = 200_000;
        pair.leader.tell(
                new PeerTransport.SendEntries(
                        TWO, EntriesKind.SYNC, Zxid.of(4, 0), Zxid.of(4, count)));
        pair.leader.errand(pair.learner, "done");
        long most = 0;
        while (pair.learner.inbox().link.isEmpty()) {
            // In this order: what is given meanwhile must not seem to be held.
            long given = supply.givenBytes.get();
            most = Math.max(most, given - pair.learner.inbox().bytes.get());
            Thread.onSpinWait();
        }

        assertThat(pair.learner.message()).isEqualTo(Toys.errand("done"));
        assertThat(pair.learner.inbox().gaps).hasValue(0);
        assertThat(pair.learner.inbox().bytes).hasValue(count * 1004L);
        assertThat(pair.leader.inbox().progress.get()).isPositive();
        assertThat(most).isLessThan(32 << 20);
    }

    @Test
    void who_reads_no_more_stops_what_flows_to_it() {
        ToySupply supply = new ToySupply();
        Pair pair = pair(supply);
        pair.learner.inbox().counting = true;
        pair.learner.tell(new PeerTransport.Pause(ONE));
        pair.leader.tell(
                new PeerTransport.SendEntries(
                        TWO, EntriesKind.SYNC, Zxid.of(4, 0), Zxid.of(4, 100_000)));
        pair.leader.errand(pair.learner, "done");

        // Longer than a silence that would cost a link whose other end is not heard.
        pair.learner.hearsNothingFor(PeerRig.PATIENCE.silence().multipliedBy(2));
        assertThat(supply.givenBytes.get()).isLessThan(24 << 20);
        assertThat(pair.leader.inbox().progress.get()).isPositive();
        pair.learner.tell(new PeerTransport.Resume(ONE));

        assertThat(pair.learner.message()).isEqualTo(Toys.errand("done"));
        assertThat(pair.learner.inbox().gaps).hasValue(0);
        assertThat(pair.learner.inbox().reached).isEqualTo(Zxid.of(4, 100_000));
    }

    @Test
    void a_slow_learner_gets_every_proposal_though_the_leader_does_not_keep_them() {
        ToySupply supply = new ToySupply();
        Pair pair = pair(supply);
        pair.learner.inbox().counting = true;
        pair.learner.tell(new PeerTransport.Pause(ONE));
        Zxid next = START;
        for (int i = 0; i < 100; i++) {
            Entries run = Toys.entries(next, 1000, 1000);
            pair.leader.send(pair.learner, Toys.proposal(run));
            pair.leader.send(pair.learner, Toys.commit(run.last()));
            next = run.last().next();
        }
        Zxid last = new Zxid(next.value() - 1);
        pair.leader.send(pair.learner, Toys.ping(1));
        pair.learner.hearsNothingFor(Duration.ofMillis(500));
        pair.learner.tell(new PeerTransport.Resume(ONE));

        List<Zxid> commits = new ArrayList<>();
        PeerMessage heard = pair.learner.message();
        while (!heard.equals(Toys.ping(1))) {
            commits.add(((ZabMessage.Commit) ((PeerMessage.Said) heard).message()).upTo());
            heard = pair.learner.message();
        }
        assertThat(pair.learner.inbox().gaps).hasValue(0);
        assertThat(pair.learner.inbox().reached).isEqualTo(last);
        assertThat(commits).isSorted().endsWith(last);
        assertThat(supply.givenBytes.get()).isGreaterThan(60L << 20);
    }

    @Test
    void what_cannot_be_had_any_more_costs_the_link() {
        ToySupply supply = new ToySupply();
        Pair pair = pair(supply);
        supply.broken = "it was purged";
        pair.leader.tell(
                new PeerTransport.SendEntries(
                        TWO, EntriesKind.SYNC, Zxid.of(4, 0), Zxid.of(4, 10)));

        assertThat(pair.leader.down().reason()).contains("it was purged");
        assertThat(pair.learner.down().reason()).contains("it was purged");
        await().untilAsserted(() -> assertThat(supply.closed).hasValue(1));
    }

    @Test
    void what_was_on_its_way_is_closed_with_the_link() {
        ToySupply supply = new ToySupply();
        supply.later = never -> {};
        Pair pair = pair(supply);
        pair.leader.tell(new PeerTransport.SendSnapshot(TWO, START));
        pair.leader.tell(new PeerTransport.SendSnapshot(TWO, START));
        await().untilAsserted(() -> assertThat(supply.asked).hasValue(1));
        pair.learner.kill();

        pair.leader.down();
        await().untilAsserted(() -> assertThat(supply.closed).hasValue(1));
        assertThat(supply.opened).hasValue(1);
    }

    @Test
    void three_members_talk_all_with_all() {
        Node one = rig.start(1);
        Node two = rig.start(2);
        Node three = rig.start(3);
        two.tell(new PeerTransport.Connect(ONE));
        two.up();
        one.up();
        three.tell(new PeerTransport.Connect(ONE));
        three.up();
        one.up();
        one.errand(two, "to two");
        one.errand(three, "to three");
        three.tell(new PeerTransport.Send(TWO, new PeerMessage.Said(Toys.vote(3, 3))));

        assertThat(two.message()).isEqualTo(Toys.errand("to two"));
        assertThat(three.message()).isEqualTo(Toys.errand("to three"));
        assertThat(two.vote().from()).isEqualTo(THREE);
    }
}
