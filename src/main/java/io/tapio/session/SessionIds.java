package io.tapio.session;

import io.tapio.model.ServerId;
import io.tapio.model.SessionId;

/**
 * Gives out session ids: the server's number in the top byte, then a counter that begins at the
 * time of the start, so that ids are not used twice.
 */
final class SessionIds {
    private static final long CONTAINER_MARK = 0x8000_0000_0000_0000L;
    private static final int SERVER_SHIFT = 56;

    private final long server;
    private long next;

    /** {@code startMs} is the wall clock now, milliseconds since 1970. */
    SessionIds(ServerId self, long startMs) {
        server = (long) self.value() << SERVER_SHIFT;
        next = server | ((startMs << 24) >>> 8);
    }

    /** Never gives out {@code taken} or anything before it, should it be one of ours. */
    void startAfter(SessionId taken) {
        boolean ours = taken.value() >>> SERVER_SHIFT == server >>> SERVER_SHIFT;
        if (ours && taken.value() >= next) next = taken.value() + 1;
    }

    SessionId next() {
        if (next == CONTAINER_MARK) next++; // it would read as a container's owner
        return new SessionId(next++);
    }
}
