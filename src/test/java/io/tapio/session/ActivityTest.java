package io.tapio.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteWriter;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyWriter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ActivityTest {
    private static final int PING_XID = -2;

    private final SessionFigures all = new SessionFigures();
    private final Activity activity = new Activity(new SessionId(7), all);
    private final JuteWriter replies = new JuteWriter(64);

    private Activity reply(int xid, long zxid) {
        ReplyWriter.headerOnly(replies, xid, zxid, KeeperError.OK);
        return activity;
    }

    private void answer(int requests, long nowMs) {
        activity.answered(requests, replies.seal(), nowMs);
    }

    @Test
    void before_the_first_reply_there_is_none() {
        assertThat(activity.lastOpCode()).isEqualTo(OpCode.ERROR);
        assertThat(activity.lastXid()).isEqualTo(-1);
        assertThat(activity.lastZxid()).isEqualTo(-1);
        assertThat(activity.lastReplyMs()).isZero();
        assertThat(activity.minLatencyMs()).isZero();
    }

    @Test
    void the_last_reply_is_remembered() {
        activity.received(2, OpCode.GET_DATA, 100);
        reply(1, 0x20);
        reply(2, 0x21);
        answer(2, 103);

        assertThat(activity.lastOpCode()).isEqualTo(OpCode.GET_DATA);
        assertThat(activity.lastXid()).isEqualTo(2);
        assertThat(activity.lastZxid()).isEqualTo(0x21);
        assertThat(activity.lastReplyMs()).isEqualTo(103);
        assertThat(activity.lastLatencyMs()).isEqualTo(3);
    }

    @Test
    void a_ping_leaves_the_xid_of_the_last_real_request() {
        activity.received(2, OpCode.PING, 100);
        reply(1, 0x20);
        reply(PING_XID, 0x22);
        answer(2, 100);

        assertThat(activity.lastOpCode()).isEqualTo(OpCode.PING);
        assertThat(activity.lastXid()).isEqualTo(1);
        assertThat(activity.lastZxid()).isEqualTo(0x22);
    }

    @Test
    void the_request_for_the_session_is_the_first_operation() {
        activity.received(1, OpCode.CREATE_SESSION, 100);
        activity.opened(120);

        assertThat(activity.lastOpCode()).isEqualTo(OpCode.CREATE_SESSION);
        assertThat(activity.lastXid()).isZero();
        assertThat(activity.maxLatencyMs()).isEqualTo(20);
        assertThat(all.maxMs()).isEqualTo(20);
    }

    @Test
    void latencies_follow_the_order_of_the_requests_however_many_wait() {
        for (int i = 0; i < 10; i++) {
            activity.received(1, OpCode.SET_DATA, 100 + i);
        }
        reply(1, 1);
        answer(10, 110);

        assertThat(activity.minLatencyMs()).isEqualTo(1);
        assertThat(activity.averageLatencyMs()).isEqualTo(5);
        assertThat(activity.maxLatencyMs()).isEqualTo(10);
        assertThat(all.averageMs()).isEqualTo(5.5);
    }

    @Test
    void a_reset_forgets_all_but_the_session() {
        activity.received(1, OpCode.CREATE, 100);
        reply(1, 5);
        answer(1, 104);
        activity.reset();

        assertThat(activity.session()).isEqualTo(new SessionId(7));
        assertThat(activity.lastOpCode()).isEqualTo(OpCode.ERROR);
        assertThat(activity.lastXid()).isEqualTo(-1);
        assertThat(activity.lastZxid()).isEqualTo(-1);
        assertThat(activity.maxLatencyMs()).isZero();
        assertThat(activity.lastLatencyMs()).isZero();
    }

    @Test
    void what_is_on_its_way_at_a_reset_is_counted_afterwards() {
        activity.received(1, OpCode.CREATE, 100);
        activity.reset();
        reply(1, 5);
        answer(1, 104);

        assertThat(activity.maxLatencyMs()).isEqualTo(4);
        assertThat(activity.lastXid()).isEqualTo(1);
    }
}
