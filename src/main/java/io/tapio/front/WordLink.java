package io.tapio.front;

import io.tapio.model.Bytes;
import io.tapio.session.TextLink;
import java.net.InetSocketAddress;

/** A connection on which a four-letter word is answered. */
record WordLink(ClientConnection connection) implements TextLink {
    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public void write(Bytes text) {
        connection.send(text, 1);
    }

    @Override
    public void close() {
        connection.closeAfterFlush();
    }
}
