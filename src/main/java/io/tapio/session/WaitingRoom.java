package io.tapio.session;

import io.tapio.model.SessionId;
import io.tapio.wire.ConnectRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Clients that have come while a leader is being elected. That takes a fraction of a second, and a
 * client that is sent away makes a pause of its own, often a longer one, before it tries again.
 *
 * <p>It has a bound, in places and in time: where no leader comes, a client shall soon try another
 * server.
 */
final class WaitingRoom {
    static final int PLACES = 20_000;
    static final long PATIENCE_MS = 500;

    /** One who waits. */
    record Waiting(ClientLink link, ConnectRequest handshake, long sinceMs) {
        boolean isFresh() {
            return handshake.session().equals(SessionId.NONE);
        }
    }

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Takes one more in, if there is a place. */
    boolean admit(ClientLink link, ConnectRequest handshake, long nowMs) {
        if (waiting.size() >= PLACES) return false;

        waiting.add(new Waiting(link, handshake, nowMs));
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Those who have waited long enough. */
    List<Waiting> tired(long nowMs) {
        var tired = new ArrayList<Waiting>();
        while (!waiting.isEmpty() && nowMs - waiting.getFirst().sinceMs() >= PATIENCE_MS) {
            tired.add(waiting.remove());
        }
        return tired;
    }

    /** All of them, those first whose session is at stake. */
    List<Waiting> leave() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        all.sort(Comparator.comparing(Waiting::isFresh));
        return all;
    }
}
