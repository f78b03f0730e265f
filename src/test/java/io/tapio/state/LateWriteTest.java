package io.tapio.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.auth.Requester;
import io.tapio.faults.Fault;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.txn.EntriesWriter;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sent last may reach its member's state after the member's next leader has. */
class LateWriteTest {
    private static final SessionId ONE = new SessionId(0x0100_0000_0000_0001L);
    private static final SessionId OTHER = new SessionId(0x0100_0000_0000_0002L);
    private static final Zxid FIRST = Zxid.of(1, 1);

    private final StateMachine learner =
            new StateMachine(
                    ReplicatedState.fresh(House.Settings.DEFAULT),
                    House.ACCESS,
                    SessionRules.GLOBAL);
    private final Conversation one = new Conversation(ONE, delivery -> {});

    @BeforeEach
    void aClientIsServedUnderALeader() {
        learner.joinOthers();
        learner.follow(new ServerId(1));
        open(one);
        var writer = new EntriesWriter();
        writer.add(
                new TxnHeader(ONE, 0, FIRST, 1_000, OpCode.CREATE_SESSION),
                new Txn.SessionCreated(10_000));
        learner.logged(writer.take());
        learner.commit(FIRST);
        learner.takePosted();
    }

    @Test
    void underTheSameLeaderItIsStillSentOn() {
        learner.detach(one);
        write(one);

        assertThat(learner.takePosted())
                .extracting(Posted::errand)
                .hasAtLeastOneElementOfType(Errand.Requests.class);
    }

    @Test
    @Fault("F09")
    void underTheNextLeaderItIsNobodysAndNeverThatOfAnotherClient() {
        learner.detach(one);
        learner.stand(FIRST);
        learner.follow(new ServerId(2));
        open(new Conversation(OTHER, delivery -> {}));
        learner.takePosted();

        write(one);

        assertThat(learner.takePosted()).isEmpty();
    }

    private void open(Conversation conversation) {
        learner.write(new Write.OpenSession(conversation, 10_000), 1_000);
    }

    private void write(Conversation conversation) {
        var out = new JuteWriter(64).int32(7).int32(OpCode.CREATE);
        RequestCodec.write(new Request.Create(Bytes.utf8("/a"), Bytes.EMPTY, Acl.OPEN, 0), out);
        var frames = new Frames(out.array());
        frames.add(0, out.length());
        var requester = Requester.from("127.0.0.1");
        learner.write(new Write.Requests(conversation, requester, frames, 0, 1), 1_000);
    }
}
