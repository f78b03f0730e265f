package io.tapio.testkit;

import java.net.InetSocketAddress;

/** A running server that a client can connect to; closing it stops it. */
public interface ServerUnderTest extends AutoCloseable {

    /** Where clients are let in. */
    InetSocketAddress address();

    @Override
    void close();
}
