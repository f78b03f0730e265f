package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.KeeperError;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** A small request for more than memory should hold is refused, and costs nobody else anything. */
class OverlongRepliesTest {
    private static final int LARGE_BYTES = 1 << 20;

    private final House house = new House();
    private final Caller caller = house.client();

    @Test
    @Fault("F102")
    void aListOfChildrenBeyondTheBoundIsAnErrorAndNotAClosedConnection() {
        house.repliesMaxBytes = 10_000;
        caller.create("/parent", 0);
        for (int i = 0; i < 500; i++) caller.create("/parent/child-with-a-name-" + i, 0);
        house.settle();
        caller.takeReplies();

        caller.send(OpCode.GET_CHILDREN, new Request.GetChildren(bytes("/parent"), false));
        caller.get("/parent");

        var replies = caller.takeReplies();
        assertThat(replies.get(0).header().err()).isEqualTo(KeeperError.SYSTEM_ERROR.code());
        assertThat(replies.get(1).header().err()).isZero();
    }

    @Test
    @Fault("F102")
    void aReplyBeyondTheBoundIsAnError() {
        caller.create("/large", 0);
        caller.set("/large", "x".repeat(LARGE_BYTES), -1);
        house.settle();
        caller.takeReplies();

        var one = new Request.GetData(bytes("/large"), false);
        caller.send(OpCode.MULTI_READ, new Request.MultiRead(Collections.nCopies(100, one)));
        caller.get("/large");

        var replies = caller.takeReplies();
        assertThat(replies).hasSize(2);
        assertThat(replies.get(0).header().err()).isEqualTo(KeeperError.SYSTEM_ERROR.code());
        assertThat(replies.get(1).body().buffer().length()).isEqualTo(LARGE_BYTES);
    }
}
