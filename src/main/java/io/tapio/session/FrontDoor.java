package io.tapio.session;

import io.tapio.model.Bytes;

/**
 * Where the front brings its guests: those who want a session and those who ask in four letters.
 *
 * <p>Called on the event loop's thread; must not block. What it throws costs the guest the
 * connection.
 */
public interface FrontDoor {
    /**
     * A client's first frame, which should be a connect request. Answered by a reply and then
     * {@link ClientLink#established}, or by closing the link. This frame is not among the requests
     * that {@code answered} of {@link ClientLink#send} counts.
     */
    void connect(ClientLink link, Bytes connectRequest);

    /** A four-letter word that the settings name; {@code extra} has the 8 bytes after stmk. */
    void word(TextLink link, String word, Bytes extra);
}
