package io.tapio.replica;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.AuthSettings;
import io.tapio.log.SnapshotFeed;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.Access;
import io.tapio.state.Conversation;
import io.tapio.state.Delivery;
import io.tapio.state.Outcome;
import io.tapio.state.Outcomes;
import io.tapio.state.Proposal;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionRules;
import io.tapio.state.StateSettings;
import io.tapio.state.Write;
import io.tapio.tree.OwnerRules;
import io.tapio.wire.ConnectRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a member without a leader lets clients read, and for how long. */
class ReadersWithoutALeaderTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final int TIMEOUT_MS = 10_000;

    /** Clients may read from now on. */
    private record MayRead(SessionId lastCreated) {}

    private final TestProbe<Object> seen = KIT.createTestProbe();
    private final SessionId id = new SessionId(0x0100_0000_0000_0001L);
    private final Conversation reader = new Conversation(id, delivery -> {});
    private ActorRef<Replica.Command> replica;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void aMemberThatLooksForALeader() {
        replica = replica(new SessionRules(false, false, true));
        replica.tell(new Replica.Adopt(state()));
        replica.tell(new Replica.Stand(Zxid.NONE));
        processed();
    }

    private ActorRef<Replica.Command> replica(SessionRules rules) {
        var access = new Access(new AclCheck(false), new AuthSchemes(AuthSettings.DEFAULT));
        var snapshots = new SnapshotTaker(1_000_000, 0, new Random(1));
        return KIT.spawn(
                Replica.create(
                        access, rules, new Neighbours(), () -> Instant.EPOCH, TICK, snapshots));
    }

    private static ReplicatedState state() {
        return ReplicatedState.fresh(
                new StateSettings(
                        500,
                        1_000,
                        40_000,
                        OwnerRules.DEFAULT,
                        false,
                        100_000,
                        0,
                        60_000,
                        10_000,
                        0));
    }

    private final class Neighbours implements Replica.Neighbours {
        @Override
        public void outcomes(Outcomes outcomes) {
            outcomes.list().forEach(seen.ref()::tell);
        }

        @Override
        public void readOnly(SessionId lastCreated) {
            seen.ref().tell(new MayRead(lastCreated));
        }

        @Override
        public void propose(Proposal proposal) {}

        @Override
        public void submit(Write write) {}

        @Override
        public void errand(ServerId to, Bytes errand) {}

        @Override
        public void confirm(long token) {}

        @Override
        public void snapshot(SnapshotFeed feed) {}
    }

    /** What the replica was told before has been dealt with. */
    private void processed() {
        TestProbe<Boolean> done = KIT.createTestProbe();
        replica.tell(new Replica.Inspect(machine -> done.ref().tell(true)));
        done.receiveMessage();
    }

    @Test
    void theyMayAfterTwoSecondsAndNotBefore() {
        TIME.expectNoMessageFor(PATIENCE.minus(A_MOMENT), seen);
        TIME.timePasses(A_MOMENT);

        seen.expectMessage(new MayRead(SessionId.NONE));
    }

    @Test
    void theyNeverMayWhereThatIsNotWanted() {
        KIT.stop(replica);
        replica = replica(SessionRules.GLOBAL);
        replica.tell(new Replica.Adopt(state()));
        replica.tell(new Replica.Stand(Zxid.NONE));
        processed();

        TIME.expectNoMessageFor(PATIENCE.multipliedBy(2), seen);
    }

    @Test
    void theyNeedNotWhenThereIsALeaderInTime() {
        TIME.timePasses(PATIENCE.minus(A_MOMENT));
        replica.tell(new Replica.Follow(new ServerId(2), 1));
        processed();

        TIME.expectNoMessageFor(PATIENCE, seen);
    }

    @Test
    void theyGoWhenThereIsALeader() {
        letIn();

        replica.tell(new Replica.Follow(new ServerId(2), 1));

        isLost();
    }

    @Test
    void theyGoWithTheStateThatTheyRead() {
        letIn();

        replica.tell(new Replica.Adopt(state()));

        isLost();
    }

    private void letIn() {
        TIME.timePasses(PATIENCE);
        seen.expectMessage(new MayRead(SessionId.NONE));
        var wish = new ConnectRequest(0, 0, TIMEOUT_MS, SessionId.NONE, Bytes.EMPTY, true, true);
        replica.tell(new Replica.Open(new Write.OpenSession(reader, TIMEOUT_MS), wish));
        seen.expectMessage(new Outcome.Told(reader, new Delivery.OpenedToRead(TIMEOUT_MS)));
    }

    private void isLost() {
        seen.expectMessage(new Outcome.Told(reader, new Delivery.Lost()));
        seen.expectMessage(new Outcome.Left(reader));
    }
}
