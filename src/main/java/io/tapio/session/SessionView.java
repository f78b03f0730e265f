package io.tapio.session;

import io.tapio.model.SessionId;
import java.util.Optional;

/**
 * What one conversation shows of itself to {@code cons}: its last answered request, and how long
 * requests took.
 *
 * <p>To be read on the event loop's thread. Latencies are in milliseconds.
 */
public interface SessionView {

    /** The session on this connection, if it shows itself. */
    static Optional<SessionView> of(LinkFigures link) {
        return link.listener()
                .filter(Holder.class::isInstance)
                .map(listener -> ((Holder) listener).view());
    }

    /** A listener that can show its session. */
    interface Holder {
        SessionView view();
    }

    SessionId session();

    /** The operation answered last, an opcode; that of no operation before the first. */
    int lastOpCode();

    /** The xid of the client's last request but for pings and their like; -1 before the first. */
    int lastXid();

    /** The zxid of the last reply; -1 before the first. */
    long lastZxid();

    /** When the last reply was given, on a clock that is never set back; 0 before the first. */
    long lastReplyMs();

    long lastLatencyMs();

    long minLatencyMs();

    long averageLatencyMs();

    long maxLatencyMs();

    /** Forgets all but the session, as {@code crst} wants. */
    void reset();
}
