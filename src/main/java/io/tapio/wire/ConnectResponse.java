package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;

/**
 * The answer to {@link ConnectRequest}, which has no header either; a time-out of 0 refuses.
 *
 * <p>Jute: {@code int protocolVersion; int timeOut; long sessionId; buffer passwd; boolean
 * readOnly}, the last byte only if the request had it.
 */
public record ConnectResponse(
        int timeoutMs,
        SessionId session,
        Bytes password,
        boolean readOnly,
        boolean hasReadOnlyFlag) {
    private static final Bytes NO_PASSWORD = Bytes.wrap(new byte[16]);

    /** The session is open; {@code readOnly} says that this server takes no writes now. */
    public static ConnectResponse accepted(
            int timeoutMs,
            SessionId session,
            Bytes password,
            boolean readOnly,
            boolean hasReadOnlyFlag) {
        return new ConnectResponse(timeoutMs, session, password, readOnly, hasReadOnlyFlag);
    }

    /** The session is not, or no longer, known; the connection is closed behind this. */
    public static ConnectResponse refused(boolean hasReadOnlyFlag) {
        return new ConnectResponse(0, SessionId.NONE, NO_PASSWORD, false, hasReadOnlyFlag);
    }

    public boolean isAccepted() {
        return timeoutMs > 0;
    }

    /** Reads the record from a frame without its length. */
    public static ConnectResponse read(JuteReader in) {
        in.int32(); // the protocol version, always 0
        int timeoutMs = in.int32();
        var session = new SessionId(in.int64());
        Bytes password = in.buffer();
        boolean hasReadOnlyFlag = in.remaining() > 0;
        boolean readOnly = hasReadOnlyFlag && in.bool();
        return new ConnectResponse(timeoutMs, session, password, readOnly, hasReadOnlyFlag);
    }

    /** Appends the complete frame, its length first. */
    public void write(JuteWriter out) {
        int mark = out.beginFrame();
        out.int32(0).int32(timeoutMs).int64(session.value()).buffer(password);
        if (hasReadOnlyFlag) out.bool(readOnly);
        out.endFrame(mark);
    }
}
