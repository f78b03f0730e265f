package io.tapio.testkit;

import java.nio.file.Path;
import java.util.Map;

/** The server every compatibility test runs against. */
public final class Servers {
    /** {@code apache} lets the tests run against Apache ZooKeeper, which proves the tests. */
    private static final String WHICH = "tapio.compat.server";

    private Servers() {}

    /**
     * A fresh standalone server on a free port of the loopback address, with its data in this
     * directory. The tests rely on: {@code tickTime} {@value ApacheServer#TICK_TIME_MS} ms and the
     * session time-outs that follow from it, extended types (TTL nodes) on, reconfig off, no quota
     * enforcement, and {@link ApacheServer#SUPER_DIGEST} as the super user.
     */
    public static ServerUnderTest tapio(Path dir) {
        if (System.getProperty(WHICH, "tapio").equals("apache")) {
            return ApacheServer.start(dir, Map.of());
        }
        return TapioUnderTest.start(dir, Map.of());
    }

    /** Apache ZooKeeper with the same settings. */
    public static ServerUnderTest apache(Path dir) {
        return ApacheServer.start(dir, Map.of());
    }
}
