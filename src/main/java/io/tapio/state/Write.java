package io.tapio.state;

import io.tapio.auth.Requester;
import io.tapio.wire.Frames;

/** What a connected client wants ordered. */
public sealed interface Write {

    Conversation asker();

    /** Write requests {@code from} up to, not including, {@code to}, as the client sent them. */
    record Requests(Conversation asker, Requester requester, Frames frames, int from, int to)
            implements Write {

        /** The request of one frame of these. */
        Requests only(int frame) {
            return new Requests(asker, requester, frames, frame, frame + 1);
        }
    }

    /** The conversation's session is to come into being. */
    record OpenSession(Conversation asker, int timeoutMs) implements Write {}
}
