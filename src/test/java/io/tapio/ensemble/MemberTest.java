package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteWriter;
import io.tapio.log.Log;
import io.tapio.log.RecoveredLogs;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.replica.Replica;
import io.tapio.state.Proposal;
import io.tapio.state.RecoveringState;
import io.tapio.state.StateSettings;
import io.tapio.tree.OwnerRules;
import io.tapio.zab.Majority;
import io.tapio.zab.Membership;
import io.tapio.zab.ZabSettings;
import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member between a log and a replica that are played by the test. */
class MemberTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ServerId SELF = new ServerId(1);
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Zxid HISTORY = Zxid.of(3, 9);
    private static final long SPACE_BYTES = 1_000;

    private final TestProbe<Log.Command> log = KIT.createTestProbe();
    private final TestProbe<Replica.Command> replica = KIT.createTestProbe();
    private final TestProbe<String> watcher = KIT.createTestProbe();
    private ActorRef<Log.Notice> notices;
    private ActorRef<Member.Command> member;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void aMember() {
        var started = KIT.<ActorRef<Log.Notice>>createTestProbe();
        member =
                KIT.spawn(
                        Member.create(
                                alone(),
                                rooms(
                                        (context, listener) -> {
                                            started.ref().tell(listener);
                                            return log.ref();
                                        })));
        notices = started.receiveMessage();
    }

    private static Member.Place alone() {
        var members = new Membership(new Majority(Set.of(SELF)), Set.of(), 0);
        return new Member.Place(SELF, members, ZabSettings.DEFAULT);
    }

    private Member.Rooms rooms(Member.LogStarter starter) {
        Member.PeersStarter nobody =
                (context, supply, listener) -> {
                    throw new AssertionError("a lone member has nobody to talk to");
                };
        return new Member.Rooms(starter, nobody, replica.ref(), new Told());
    }

    private final class Told implements Member.Watcher {
        @Override
        public void serving(Office office) {
            watcher.ref().tell("serving");
        }

        @Override
        public void failed(String reason) {
            watcher.ref().tell("failed: " + reason);
        }
    }

    @Test
    void aRecoveredMemberLeadsOnceItsNextEpochIsOnDisk() {
        recover(SPACE_BYTES);
        replica.expectMessageClass(Replica.Adopt.class);
        assertThat(log.expectMessageClass(Log.AcceptEpoch.class).epoch()).isEqualTo(4);
        watcher.expectNoMessage(QUIET);

        notices.tell(new Log.EpochAccepted(4));
        assertThat(log.expectMessageClass(Log.EstablishEpoch.class).epoch()).isEqualTo(4);
        watcher.expectNoMessage(QUIET);

        notices.tell(new Log.EpochEstablished(4));
        replica.expectMessage(new Replica.Commit(HISTORY));
        replica.expectMessage(new Replica.Lead(4, Zxid.of(4, 0xfff0_0000)));
        replica.expectMessage(new Replica.LogRoom(Zxid.NONE, SPACE_BYTES, false));
        watcher.expectMessage("serving");
    }

    @Test
    void roomThatChangesBeforeLeadingIsNotForgotten() {
        recover(0);
        notices.tell(new Log.EpochAccepted(4));
        notices.tell(new Log.SpaceChanged(false, 7_777));
        notices.tell(new Log.EpochEstablished(4));

        replica.fishForMessage(
                Duration.ofSeconds(3),
                message ->
                        message instanceof Replica.Lead
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore());
        replica.expectMessage(new Replica.LogRoom(Zxid.NONE, 7_777, false));
    }

    @Test
    void whatComesWhileTheLogIsBusyGoesAsOneRun() {
        lead();
        propose(1, 2);
        var first = log.expectMessageClass(Log.Append.class);
        propose(3, 3);
        propose(4, 6);
        propose(7, 7);
        log.expectNoMessage(QUIET);

        notices.tell(new Log.Durable(zxid(2), SPACE_BYTES));

        var second = log.expectMessageClass(Log.Append.class);
        assertThat(first.entries()).isEqualTo(entries(1, 2));
        assertThat(second.entries()).isEqualTo(entries(3, 7));
        log.expectNoMessage(QUIET);
    }

    @Test
    void onlyWhatIsDurableIsCommitted() {
        lead();
        propose(1, 2);
        propose(3, 3);
        replica.expectNoMessage(QUIET);

        var first = log.expectMessageClass(Log.Append.class);
        notices.tell(new Log.Durable(first.entries().last(), 900));

        replica.expectMessage(new Replica.LogRoom(first.entries().last(), 900, false));
        replica.expectMessage(new Replica.Commit(first.entries().last()));
    }

    @Test
    void anAppendTellsHowFarAllIsCommitted() {
        lead();
        propose(1, 1);
        assertThat(log.expectMessageClass(Log.Append.class).committed()).isEqualTo(HISTORY);
        notices.tell(new Log.Durable(zxid(1), SPACE_BYTES));
        replica.expectMessageClass(Replica.LogRoom.class);
        replica.expectMessage(new Replica.Commit(zxid(1)));

        propose(2, 2);

        assertThat(log.expectMessageClass(Log.Append.class).committed()).isEqualTo(zxid(1));
    }

    @Test
    void aFullDiskIsToldToTheReplicaUntilItHasRoomAgain() {
        lead();
        notices.tell(new Log.SpaceChanged(true, 10));
        replica.expectMessage(new Replica.LogRoom(Zxid.NONE, 10, true));
        propose(1, 1);
        log.expectMessageClass(Log.Append.class);
        notices.tell(new Log.Durable(zxid(1), 5));
        replica.expectMessage(new Replica.LogRoom(zxid(1), 5, true));
        replica.expectMessage(new Replica.Commit(zxid(1)));

        notices.tell(new Log.SpaceChanged(false, 500));
        replica.expectMessage(new Replica.LogRoom(Zxid.NONE, 500, false));
    }

    @Test
    void aStopWritesDownAllThatWasAcceptedThenCloses() {
        lead();
        propose(1, 1);
        log.expectMessageClass(Log.Append.class);
        propose(2, 3);
        var stopped = KIT.<Member.Stopped>createTestProbe();
        member.tell(new Member.Stop(stopped.ref()));
        log.expectNoMessage(QUIET);

        notices.tell(new Log.Durable(zxid(1), SPACE_BYTES));
        assertThat(log.expectMessageClass(Log.Append.class).entries()).isEqualTo(entries(2, 3));
        notices.tell(new Log.Durable(zxid(3), SPACE_BYTES));
        log.expectMessageClass(Log.Close.class);
        stopped.expectNoMessage(QUIET);

        notices.tell(new Log.Closed());
        stopped.expectMessageClass(Member.Stopped.class);
        replica.expectMessageClass(Replica.LogRoom.class);
        replica.expectMessage(new Replica.Commit(zxid(1)));
        replica.expectMessageClass(Replica.LogRoom.class);
        replica.expectMessage(new Replica.Commit(zxid(3)));
    }

    @Test
    void nothingIsAppendedBehindTheClose() {
        lead();
        var stopped = KIT.<Member.Stopped>createTestProbe();
        member.tell(new Member.Stop(stopped.ref()));
        log.expectMessageClass(Log.Close.class);

        propose(1, 1);

        log.expectNoMessage(QUIET);
    }

    @Test
    void aFailedLogIsTold() {
        lead();
        notices.tell(new Log.Failed("the disk is gone", new IllegalStateException()));

        watcher.expectMessage("failed: the disk is gone");
    }

    @Test
    void aLogThatThrowsHasFailed() {
        KIT.spawn(
                Member.create(
                        alone(),
                        rooms(
                                (context, listener) -> {
                                    ActorRef<Log.Command> broken = context.spawn(throwing(), "log");
                                    broken.tell(new Log.AcceptEpoch(1));
                                    return broken;
                                })));

        watcher.expectMessage("failed: the log broke: java.lang.IllegalStateException: by a test");
    }

    private static Behavior<Log.Command> throwing() {
        return Behaviors.receiveMessage(
                command -> {
                    throw new IllegalStateException("by a test");
                });
    }

    private void lead() {
        recover(SPACE_BYTES);
        log.expectMessageClass(Log.AcceptEpoch.class);
        notices.tell(new Log.EpochAccepted(4));
        log.expectMessageClass(Log.EstablishEpoch.class);
        notices.tell(new Log.EpochEstablished(4));
        watcher.expectMessage("serving");
        replica.expectMessageClass(Replica.Adopt.class);
        replica.expectMessageClass(Replica.Commit.class);
        replica.expectMessageClass(Replica.Lead.class);
        replica.expectMessageClass(Replica.LogRoom.class);
    }

    private void recover(long spaceBytes) {
        var log = RecoveredLogs.endingAt(HISTORY, spaceBytes);
        notices.tell(new Log.Recovered<>(new RecoveringState(settings()), log));
    }

    private void propose(int from, int to) {
        member.tell(
                new Member.Propose(new Proposal(entries(from, to), new DigestMark(Zxid.NONE, 0))));
    }

    /** Entries of one byte, their counter, each. */
    private static Entries entries(int from, int to) {
        var out = new JuteWriter(64);
        for (int i = from; i <= to; i++) {
            out.buffer(Bytes.wrap(new byte[] {(byte) i}));
        }
        return new Entries(zxid(from), zxid(to), out.toBytes());
    }

    private static Zxid zxid(int counter) {
        return Zxid.of(4, counter);
    }

    private static StateSettings settings() {
        return new StateSettings(
                2_000, 4_000, 40_000, OwnerRules.DEFAULT, false, 1_000, 1_000, 60_000, 10, 0);
    }
}
