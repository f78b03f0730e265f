package io.tapio.admin;

import io.tapio.model.SessionId;
import io.tapio.session.LinkFigures;
import io.tapio.session.SessionView;
import io.tapio.wire.OpCode;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One connection at one moment: a line of {@code cons}, a shorter one of {@code stat}.
 *
 * @param interestOps what the selector waits for
 * @param queued requests that have not been answered yet
 * @param establishedMs wall clock time
 * @param timeoutMs of the session; 0 without one
 * @param silentMs since anything was heard
 */
record ConnectionStatus(
        InetSocketAddress remote,
        int interestOps,
        int queued,
        long received,
        long sent,
        long establishedMs,
        int timeoutMs,
        long silentMs,
        Optional<Talk> talk) {
    private static final int SECOND_MS = 1000;

    /**
     * What the session on the connection did last.
     *
     * @param lastXid of an operation of the client's own; negative if there was none
     * @param lastReplyMs on a clock that is never set back
     */
    record Talk(
            SessionId session,
            int lastOpCode,
            int lastXid,
            long lastZxid,
            long lastReplyMs,
            long lastLatencyMs,
            long minLatencyMs,
            long averageLatencyMs,
            long maxLatencyMs) {

        static Talk of(SessionView view) {
            return new Talk(
                    view.session(),
                    view.lastOpCode(),
                    view.lastXid(),
                    view.lastZxid(),
                    view.lastReplyMs(),
                    view.lastLatencyMs(),
                    view.minLatencyMs(),
                    view.averageLatencyMs(),
                    view.maxLatencyMs());
        }
    }

    static ConnectionStatus of(LinkFigures link) {
        return new ConnectionStatus(
                link.remote(),
                link.interestOps(),
                link.unanswered(),
                link.received(),
                link.sent(),
                link.establishedMs(),
                link.timeoutMs(),
                link.silentMs(),
                SessionView.of(link).map(Talk::of));
    }

    void writeBrief(Text out) {
        out.line(begin().append(')').toString());
    }

    void writeFull(Text out) {
        StringBuilder line = begin();
        talk.ifPresent(it -> append(it, line));
        out.line(line.append(')').toString());
    }

    /** Adds a line of {@code dump} where this connection will have been silent for too long. */
    void addTo(ExpirySets<String> sets, int sessionlessTimeoutMs, long nowMs) {
        int patienceMs = talk.isPresent() ? timeoutMs : sessionlessTimeoutMs;
        long atMs = nowMs - silentMs + patienceMs;
        SessionId session = talk.map(Talk::session).orElse(SessionId.NONE);
        sets.add(
                Math.ceilDiv(atMs, SECOND_MS) * SECOND_MS,
                "ip: " + textOf(remote) + " sessionId: " + session);
    }

    private StringBuilder begin() {
        return new StringBuilder(" ")
                .append(textOf(remote))
                .append('[')
                .append(interestOps)
                .append("](queued=")
                .append(queued)
                .append(",recved=")
                .append(received)
                .append(",sent=")
                .append(sent);
    }

    private void append(Talk last, StringBuilder line) {
        line.append(",sid=").append(last.session);
        line.append(",lop=").append(OpCode.shortName(last.lastOpCode));
        line.append(",est=").append(establishedMs);
        line.append(",to=").append(timeoutMs);
        if (last.lastXid >= 0) line.append(",lcxid=0x").append(Integer.toHexString(last.lastXid));
        line.append(",lzxid=0x").append(Long.toHexString(last.lastZxid));
        line.append(",lresp=").append(last.lastReplyMs);
        line.append(",llat=").append(last.lastLatencyMs);
        line.append(",minlat=").append(last.minLatencyMs);
        line.append(",avglat=").append(last.averageLatencyMs);
        line.append(",maxlat=").append(last.maxLatencyMs);
    }

    /** {@code /127.0.0.1:4711}; the name that an address may carry is not shown. */
    static String textOf(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        boolean six = host.indexOf(':') >= 0;
        return six ? "/[" + host + "]:" + address.getPort() : "/" + host + ":" + address.getPort();
    }
}
