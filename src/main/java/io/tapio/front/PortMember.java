package io.tapio.front;

import io.tapio.loop.OwnedChannel;

/** A socket of a port: the listening ones and those of clients. */
interface PortMember extends OwnedChannel {
    /** Serves the socket, whose key is ready; throws nothing for what a client did. */
    void serve();
}
