package io.tapio.wire;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;

/**
 * The first frame of a connection, which has no header; session 0 asks for a new one.
 *
 * <p>Jute: {@code int protocolVersion; long lastZxidSeen; int timeOut; long sessionId; buffer
 * passwd; boolean readOnly}. Very old clients leave out the last byte; then the response must do so
 * too.
 */
public record ConnectRequest(
        int protocolVersion,
        long lastZxidSeen,
        int timeoutMs,
        SessionId session,
        Bytes password,
        boolean readOnly,
        boolean hasReadOnlyFlag) {

    /** Reads the frame; bytes after the record are ignored. */
    public static ConnectRequest read(JuteReader in) {
        int protocolVersion = in.int32();
        long lastZxidSeen = in.int64();
        int timeoutMs = in.int32();
        var session = new SessionId(in.int64());
        Bytes password = in.buffer();
        boolean hasReadOnlyFlag = in.remaining() > 0;
        boolean readOnly = hasReadOnlyFlag && in.bool();
        return new ConnectRequest(
                protocolVersion,
                lastZxidSeen,
                timeoutMs,
                session,
                password,
                readOnly,
                hasReadOnlyFlag);
    }

    /** Writes the record without the frame's length. */
    public void write(JuteWriter out) {
        out.int32(protocolVersion).int64(lastZxidSeen).int32(timeoutMs);
        out.int64(session.value()).buffer(password);
        if (hasReadOnlyFlag) out.bool(readOnly);
    }
}
