package io.tapio.front;

import io.tapio.wire.Frames;

/** What one read of one connection brought, on its way to the session. */
record InBatch(ClientConnection from, Frames frames) {
    void deliver() {
        from.deliver(frames);
    }
}
