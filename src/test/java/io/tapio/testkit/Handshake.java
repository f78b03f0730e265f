package io.tapio.testkit;

/** The first frame of a connection, in both directions. */
public final class Handshake {
    private Handshake() {}

    /** The last byte of either frame, which the oldest clients do not know. */
    public enum ReadOnly {
        ABSENT,
        FALSE,
        TRUE
    }

    /** What the client asks for. Session 0 asks for a new one. */
    public record Request(
            int protocolVersion,
            long lastZxidSeen,
            int timeoutMs,
            long sessionId,
            Octets password,
            ReadOnly readOnly) {

        /** A new session of 30 s. */
        public static Request fresh() {
            return new Request(0, 0, 30_000, 0, Octets.zeros(16), ReadOnly.FALSE);
        }

        /** The session of an earlier connection. */
        public static Request reattach(long sessionId, Octets password) {
            return new Request(0, 0, 30_000, sessionId, password, ReadOnly.FALSE);
        }

        public Request withTimeoutMs(int ms) {
            return new Request(protocolVersion, lastZxidSeen, ms, sessionId, password, readOnly);
        }

        public Request withLastZxidSeen(long zxid) {
            return new Request(protocolVersion, zxid, timeoutMs, sessionId, password, readOnly);
        }

        public Request withReadOnly(ReadOnly wanted) {
            return new Request(
                    protocolVersion, lastZxidSeen, timeoutMs, sessionId, password, wanted);
        }

        byte[] toBytes() {
            WireWriter out =
                    new WireWriter()
                            .int32(protocolVersion)
                            .int64(lastZxidSeen)
                            .int32(timeoutMs)
                            .int64(sessionId)
                            .buffer(password);
            return readOnly == ReadOnly.ABSENT
                    ? out.toBytes()
                    : out.bool(readOnly == ReadOnly.TRUE).toBytes();
        }
    }

    /** What the server grants. A time-out of 0 refuses the session. */
    public record Response(
            int protocolVersion,
            int timeoutMs,
            long sessionId,
            Octets password,
            ReadOnly readOnly) {

        public boolean accepted() {
            return timeoutMs > 0;
        }

        static Response read(byte[] frame) {
            WireReader in = new WireReader(frame);
            int protocolVersion = in.int32();
            int timeoutMs = in.int32();
            long sessionId = in.int64();
            Octets password = in.buffer();
            ReadOnly readOnly = ReadOnly.ABSENT;
            if (in.remaining() > 0) readOnly = in.bool() ? ReadOnly.TRUE : ReadOnly.FALSE;
            in.end();
            return new Response(protocolVersion, timeoutMs, sessionId, password, readOnly);
        }
    }
}
