package io.tapio.session;

import io.tapio.model.Bytes;
import io.tapio.wire.Frames;
import java.net.InetSocketAddress;

/**
 * One client's connection as the rooms below the front door see it.
 *
 * <p>All methods belong to the event loop's thread. What is sent goes out in one write at the end
 * of the loop's turn; nothing here blocks or throws for what the client did. After the link is down
 * every call is ignored.
 */
public interface ClientLink {

    InetSocketAddress remote();

    /**
     * Hands all later frames to {@code listener}; frames that arrived meanwhile are given at once.
     * Before the first call reading is suspended after the handshake frame.
     */
    void established(Listener listener, int timeoutMs);

    /**
     * Queues complete, length-prefixed frames, which answer {@code answered} requests (0 for a
     * watch event); may share the bytes, which nobody may change any more.
     */
    void send(Bytes frames, int answered);

    /**
     * Closes once everything queued has been written, or soon after if the client does not read.
     */
    void closeAfterFlush();

    /** Closes at once; {@code reason} is counted and may be logged, rate-limited. */
    void close(String reason);

    /** What the link tells its session. */
    interface Listener {
        /** Complete frames in the order they came; the array belongs to the listener. */
        void frames(Frames frames);

        /** The connection is gone; nothing follows. */
        void down();
    }
}
