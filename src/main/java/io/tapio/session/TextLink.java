package io.tapio.session;

import io.tapio.model.Bytes;
import java.net.InetSocketAddress;

/**
 * The connection of one who sent a four-letter word and waits for text.
 *
 * <p>All methods belong to the event loop's thread. After {@link #close} every call is ignored.
 */
public interface TextLink {
    InetSocketAddress remote();

    void write(Bytes text);

    /** Closes once everything has been written. */
    void close();
}
