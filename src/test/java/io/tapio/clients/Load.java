package io.tapio.clients;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/**
 * One client that works until its connection breaks, and then remembers exactly what it was told.
 */
interface Load extends AutoCloseable {

    /**
     * Works until the server is gone, and not a moment less; {@code acknowledged} runs after every
     * acknowledged write.
     */
    default void work(Runnable acknowledged, BooleanSupplier killed) {
        try {
            workUntilClosed(acknowledged);
        } catch (IOException e) {
            if (!killed.getAsBoolean()) throw new AssertionError("lost a living server", e);
        }
        close();
    }

    /** Works until the connection breaks. Requests still open then may or may not be done. */
    void workUntilClosed(Runnable acknowledged) throws IOException;

    /** Takes the session up again on the restarted server, which must still know it. */
    void attach(InetSocketAddress address) throws IOException;

    /** Compares what the server holds with what was acknowledged, refused and left open. */
    void check() throws IOException;

    /** The highest zxid this client was ever told. */
    long lastZxid();

    @Override
    void close();
}
