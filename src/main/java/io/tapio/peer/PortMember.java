package io.tapio.peer;

import io.tapio.loop.OwnedChannel;

/** A socket of the port for members: listening, being dialled, or connected. */
interface PortMember extends OwnedChannel {
    /** Serves the socket, whose key is ready; throws nothing for what others did. */
    void serve();
}
