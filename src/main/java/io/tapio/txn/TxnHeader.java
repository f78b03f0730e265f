package io.tapio.txn;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;

/**
 * Who asked for an entry, when, and with which opcode; the opcode decides the shape of the reply.
 *
 * <p>{@code timeMs} is the leader's wall clock at the decision. Jute: {@code long session; int
 * cxid; long zxid; long time; int opCode}.
 */
public record TxnHeader(SessionId session, int cxid, Zxid zxid, long timeMs, int opCode) {

    static TxnHeader read(JuteReader in) {
        return new TxnHeader(
                new SessionId(in.int64()),
                in.int32(),
                new Zxid(in.int64()),
                in.int64(),
                in.int32());
    }

    void write(JuteWriter out) {
        out.int64(session.value()).int32(cxid).int64(zxid.value()).int64(timeMs).int32(opCode);
    }
}
