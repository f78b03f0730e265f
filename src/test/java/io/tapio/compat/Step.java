package io.tapio.compat;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.Octets;
import io.tapio.testkit.RawRequest;
import java.util.List;

/**
 * One move of a random session, made by one of its clients. A client is a place for a session: it
 * has none, or is attached to one by a connection, or has one but no connection.
 */
sealed interface Step {

    int client();

    /** A new session. */
    record Open(int client, int timeoutMs, Handshake.ReadOnly readOnly) implements Step {}

    /** Drops the connection and keeps the session. */
    record Detach(int client) implements Step {}

    /** Connects again to the kept session. */
    record Attach(int client) implements Step {}

    /** Connects to the session while the old connection still stands. */
    record Steal(int client) implements Step {}

    /** Tries to connect in a way that no server lets pass, and leaves the client as it was. */
    record Intrude(int client, Way way) implements Step {
        enum Way {
            /** Right session, wrong password; only while detached. */
            WRONG_PASSWORD,
            /** A session that never was. */
            UNKNOWN_SESSION,
            /** The session this client closed last. */
            CLOSED_SESSION,
            /** Claims to have seen a zxid far ahead. */
            FROM_THE_FUTURE
        }
    }

    /** Sends these requests without waiting in between. */
    record Call(int client, List<RawRequest> requests) implements Step {}

    /** Sends a request after which the server closes the connection but keeps the session. */
    record Offend(int client, RawRequest request) implements Step {}

    /** Sends bytes that are no request; the server closes the connection. */
    record Break(int client, Octets bytes) implements Step {}

    /** Closes the session in good order. */
    record Close(int client) implements Step {}
}
