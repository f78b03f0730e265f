package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Each client hears its answers in the order it asked, on the connection on which it asked. */
class ConversationTest {
    private final House house = new House();
    private final Caller caller = house.client();

    @Test
    void aReadWaitsForTheWritesBeforeItAndForNoOthers() {
        var other = house.client();
        other.create("/other", 0);
        caller.create("/a", 0);
        caller.get("/a");
        caller.set("/a", "later", -1);
        caller.get("/a");
        assertThat(caller.takeCodes()).isEmpty();

        house.propose();
        house.commit(house.machine.state().applied().next().next());
        assertThat(other.takeCodes()).containsExactly("1:0");
        var replies = caller.takeReplies();
        assertThat(replies).hasSize(2);
        assertThat(replies.get(1).body().buffer()).isEqualTo(Bytes.EMPTY);

        house.settle();
        replies = caller.takeReplies();
        assertThat(replies).hasSize(2);
        assertThat(replies.get(1).body().ustring()).isEqualTo("later");
    }

    @Test
    void aReadWithNothingBeforeItIsAnsweredAtOnce() {
        var other = house.client();
        other.create("/other", 0);

        caller.get("/other");

        assertThat(caller.takeCodes()).containsExactly("1:-101");
    }

    @Test
    void readsAreAnsweredFromTheStateBetweenTheirNeighboursEvenInOneCommit() {
        caller.create("/a", 0);
        for (int i = 0; i < 10; i++) {
            caller.set("/a", "v" + i, i);
            caller.get("/a");
        }
        house.settle();

        var replies = caller.takeReplies();
        assertThat(replies).hasSize(21);
        for (int i = 0; i < 10; i++) {
            assertThat(replies.get(2 + 2 * i).body().ustring()).isEqualTo("v" + i);
        }
    }

    @Test
    void aReadBeforeTheCloseOfItsSessionIsAnswered() {
        caller.create("/a", 0);
        caller.get("/a");
        caller.close();
        house.settle();

        assertThat(caller.takeCodes()).containsExactly("1:0", "2:0", "3:0");
    }

    @Test
    void aCloseIsAnsweredAndThenTheConnectionEnds() {
        caller.close();
        caller.get("/");
        house.settle();

        var answers = (Delivery.Answers) caller.takeDeliveries().getFirst();
        assertThat(answers.hangUp()).isTrue();
        assertThat(answers.answered()).isEqualTo(1);
        assertThat(caller.conversation.isOver()).isTrue();
        assertThat(caller.takeDeliveries()).isEmpty();
    }

    @Test
    void anUnknownOpcodeIsAnsweredAndEndsTheConnection() {
        caller.sendRaw(99, header(1, 99));
        caller.create("/late", 0);
        caller.get("/");
        house.settle();

        var answers = (Delivery.Answers) caller.deliveries.getFirst();
        assertThat(answers.hangUp()).isTrue();
        var reply = caller.takeReplies();
        assertThat(reply).hasSize(1);
        assertThat(reply.getFirst().header().zxid()).isEqualTo(-1);
        assertThat(reply.getFirst().header().err()).isEqualTo(KeeperError.UNIMPLEMENTED.code());
        assertThat(house.machine.state().tree().find(bytes("/late"))).isNull();
    }

    @Test
    void aFrameTooShortForAHeaderEndsTheConnectionWithoutAWord() {
        caller.sendRaw(OpCode.ERROR, Bytes.utf8("1234567"));
        caller.get("/");

        var answers = (Delivery.Answers) caller.takeDeliveries().getFirst();
        assertThat(answers.hangUp()).isTrue();
        assertThat(answers.frames().isEmpty()).isTrue();
        assertThat(caller.deliveries).isEmpty();
    }

    @Test
    void theServersOwnOpcodeEndsTheConnectionWithoutAWord() {
        caller.sendRaw(OpCode.PING, header(1, OpCode.DELETE_CONTAINER));

        var answers = (Delivery.Answers) caller.takeDeliveries().getFirst();
        assertThat(answers.hangUp()).isTrue();
        assertThat(answers.frames().isEmpty()).isTrue();
    }

    @Test
    void anAnswerToTheOldConnectionNeverReachesTheNewOne() {
        caller.create("/a", 0);
        caller.get("/a");
        house.propose();

        var moved = house.reattach(caller.session());
        moved.get("/a");
        house.settle();

        assertThat(caller.takeDeliveries()).containsExactly(new Delivery.Moved());
        assertThat(moved.deliveries.getFirst()).isEqualTo(new Delivery.Opened(10_000));
        assertThat(moved.takeCodes()).containsExactly("1:-101");
        assertThat(house.machine.state().tree().find(bytes("/a"))).isNotNull();
    }

    @Test
    void theOldConnectionMayNotWriteAnyMore() {
        house.reattach(caller.session());
        caller.takeDeliveries();

        caller.create("/a", 0);
        caller.get("/");
        house.settle();

        assertThat(caller.takeDeliveries()).isEmpty();
        assertThat(house.machine.state().tree().find(bytes("/a"))).isNull();
    }

    @Test
    void aWrongPasswordLeavesTheLiveConnectionAlone() {
        var thief = house.reattach(caller.session(), Bytes.EMPTY, 10_000, 0);

        assertThat(thief.takeDeliveries()).containsExactly(new Delivery.Unknown());
        assertThat(caller.deliveries).isEmpty();
        caller.get("/");
        assertThat(caller.takeCodes()).containsExactly("1:0");
    }

    @Test
    @Fault("F100")
    void aClientThatHasSeenMoreIsSentAway() {
        long applied = house.machine.state().applied().value();
        Bytes password = SessionPassword.of(caller.session());

        var ahead = house.reattach(caller.session(), password, 10_000, applied + 1);
        var level = house.reattach(caller.session(), password, 10_000, applied);

        assertThat(ahead.takeDeliveries()).containsExactly(new Delivery.Ahead());
        assertThat(level.takeDeliveries()).containsExactly(new Delivery.Opened(10_000));
    }

    @Test
    void aSessionOnItsWayOutTakesNobodyBack() {
        caller.close();
        house.propose();

        var late = house.reattach(caller.session());

        assertThat(late.takeDeliveries()).containsExactly(new Delivery.Unknown());
        house.settle();
        assertThat(house.reattach(caller.session()).takeDeliveries())
                .containsExactly(new Delivery.Unknown());
    }

    @Test
    void anUnknownSessionIsRefused() {
        var never = new SessionId(0x77);

        assertThat(house.reattach(never).takeDeliveries()).containsExactly(new Delivery.Unknown());
    }

    @Test
    void aReattachNegotiatesItsTimeout() {
        Bytes password = SessionPassword.of(caller.session());

        assertThat(house.reattach(caller.session(), password, -5, 0).takeDeliveries())
                .containsExactly(new Delivery.Opened(4_000));
        assertThat(house.reattach(caller.session(), password, 99_000, 0).takeDeliveries())
                .containsExactly(new Delivery.Opened(40_000));
    }

    @Test
    void aSilentSessionEndsItsConnectionWithoutAWordAndTakesItsEphemeralsAlong() {
        caller.create("/e", 1);
        house.settle();
        caller.takeReplies();

        var expired = new ArrayList<SessionId>();
        for (int i = 0; i < 10; i++) {
            expired.addAll(house.tick());
        }
        house.settle();

        assertThat(expired).containsExactly(caller.session());
        assertThat(caller.takeDeliveries()).containsExactly(new Delivery.Ended());
        assertThat(house.machine.state().tree().find(bytes("/e"))).isNull();
        assertThat(house.machine.state().sessions().count()).isZero();
    }

    @Test
    void aPingKeepsASessionAlive() {
        for (int i = 0; i < 30; i++) {
            house.tick();
            caller.send(OpCode.PING, new Request.Ping());
            house.settle();
        }

        assertThat(house.machine.state().sessions().count()).isEqualTo(1);
        assertThat(caller.takeReplies()).hasSize(30);
    }

    @Test
    void aClientThatLeftBeforeItsSessionBeganLeavesOneThatExpires() {
        var left = house.opening();
        left.detach();
        house.settle();
        assertThat(house.machine.state().sessions().find(left.session())).isNotNull();
        assertThat(left.takeDeliveries()).isEmpty();

        for (int i = 0; i < 10; i++) {
            house.tick();
        }
        house.settle();
        assertThat(house.machine.state().sessions().find(left.session())).isNull();
    }

    @Test
    void aDetachedClientIsToldNothingButItsWritesStand() {
        caller.create("/a", 0);
        caller.get("/a");
        house.propose();
        caller.detach();
        house.settle();

        assertThat(caller.takeDeliveries()).isEmpty();
        assertThat(house.machine.state().tree().find(bytes("/a"))).isNotNull();
    }

    @Test
    void aCloseOvertakenByTheEndOfItsLinkEndsTheSession() {
        caller.create("/e", 1);
        house.settle();

        caller.detach();
        caller.close();
        house.settle();

        assertThat(house.machine.state().sessions().count()).isZero();
        assertThat(house.machine.state().tree().find(bytes("/e"))).isNull();
    }

    @Test
    void aWriteOvertakenByItsClientsReturnIsNotCarriedOut() {
        caller.detach();
        house.reattach(caller.session());

        caller.create("/late", 0);
        house.settle();

        assertThat(house.machine.state().tree().find(bytes("/late"))).isNull();
    }

    private static Bytes header(int xid, int opCode) {
        return new JuteWriter(8).int32(xid).int32(opCode).seal();
    }
}
