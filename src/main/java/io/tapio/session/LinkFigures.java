package io.tapio.session;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What one connection shows of itself to {@code cons} and {@code stat}.
 *
 * <p>To be read on the event loop's thread.
 */
public interface LinkFigures {
    InetSocketAddress remote();

    /** What the selector waits for, as bits of {@code SelectionKey}. */
    int interestOps();

    /** Requests given to the session and not answered yet. */
    int unanswered();

    /** Bytes of replies and events that the client has not taken yet. */
    long queuedBytes();

    /** Frames received since the connection began or was {@linkplain #reset() reset}. */
    long received();

    /** Replies and events sent since the connection began or was {@linkplain #reset() reset}. */
    long sent();

    /** Wall clock time of the connection's begin, in milliseconds. */
    long establishedMs();

    /** Milliseconds since the client's last byte; coarse. */
    long silentMs();

    /** The session's timeout, 0 without one. */
    int timeoutMs();

    /** The session that listens, if there is one. */
    Optional<ClientLink.Listener> listener();

    /** Counts {@link #received} and {@link #sent} from zero again. */
    void reset();
}
