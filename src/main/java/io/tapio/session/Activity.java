package io.tapio.session;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What one conversation has been doing; read by operators, kept at the cost of a few stores. */
final class Activity implements SessionView {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    // A reply frame: its length, the xid, the zxid, the error, and the rest.
    private static final int XID_AT = 4;
    private static final int ZXID_AT = 8;
    private static final int HEADER_BYTES = 20;

    private static final int NEVER = -1;

    private final SessionId session;
    private final SessionFigures all;
    private final Latency latency = new Latency();
    private int lastXid = NEVER;
    private long lastZxid = NEVER;
    private long lastReplyMs;

    Activity(SessionId session, SessionFigures all) {
        this.session = session;
        this.all = all;
    }

    /** Requests arrived together; {@code opCode} is the last one's. */
    void received(int requests, int opCode, long nowMs) {
        latency.received(requests, opCode, nowMs);
    }

    /**
     * The request for a new session was granted: the first one, and it has no frame like others.
     */
    void opened(long nowMs) {
        latency.answered(1, nowMs, all);
        lastXid = 0;
        lastReplyMs = nowMs;
    }

    /** Requests were answered by complete frames, in their order. */
    void answered(int requests, Bytes frames, long nowMs) {
        if (requests == 0) return;

        latency.answered(requests, nowMs, all);
        lastReplyMs = nowMs;
        noteLast(frames.array(), frames.offset(), frames.offset() + frames.length());
    }

    private void noteLast(byte[] array, int from, int to) {
        int last = -1;
        for (int at = from; at + HEADER_BYTES <= to; at += XID_AT + (int) INT.get(array, at)) {
            int xid = (int) INT.get(array, at + XID_AT);
            if (xid >= 0) lastXid = xid;
            last = at;
        }
        if (last >= 0) lastZxid = (long) LONG.get(array, last + ZXID_AT);
    }

    /** A request that is none of the session's own was answered, such as authentication. */
    void answeredAside(long nowMs) {
        latency.answered(1, nowMs, all);
    }

    @Override
    public SessionId session() {
        return session;
    }

    @Override
    public int lastOpCode() {
        return latency.lastOpCode();
    }

    @Override
    public int lastXid() {
        return lastXid;
    }

    @Override
    public long lastZxid() {
        return lastZxid;
    }

    @Override
    public long lastReplyMs() {
        return lastReplyMs;
    }

    @Override
    public long lastLatencyMs() {
        return latency.lastMs();
    }

    @Override
    public long minLatencyMs() {
        return latency.minMs();
    }

    @Override
    public long averageLatencyMs() {
        return latency.averageMs();
    }

    @Override
    public long maxLatencyMs() {
        return latency.maxMs();
    }

    @Override
    public void reset() {
        latency.reset();
        lastXid = NEVER;
        lastZxid = NEVER;
        lastReplyMs = 0;
    }
}
