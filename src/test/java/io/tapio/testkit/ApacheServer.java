package io.tapio.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.slf4j.LoggerFactory;

/** Apache ZooKeeper, standalone, inside this process: what the protocol means in practice. */
public final class ApacheServer implements ServerUnderTest {
    public static final int TICK_TIME_MS = 2000;

    /** The digest of the super user {@value #SUPER_USER}. */
    public static final String SUPER_DIGEST = "super:YW0smZw1fP8Plz4LetS54OLjO/8=";

    public static final String SUPER_USER = "super:adminpw";

    static {
        // ZooKeeper reads these when its classes are loaded, so they hold for the whole process.
        System.setProperty("zookeeper.extendedTypesEnabled", "true");
        System.setProperty("zookeeper.admin.enableServer", "false");
        System.setProperty("zookeeper.forceSync", "no");
        System.setProperty("zookeeper.preAllocSize", "64");
        System.setProperty("zookeeper.DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
        System.setProperty("zookeeper.4lw.commands.whitelist", "*");
        quieten();
    }

    private final ZooKeeperServer server;
    private final NIOServerCnxnFactory door;

    private ApacheServer(ZooKeeperServer server, NIOServerCnxnFactory door) {
        this.server = server;
        this.door = door;
    }

    /**
     * Starts a server on a free port. Options: {@code tickTime}, {@code minSessionTimeout} and
     * {@code maxSessionTimeout} in ms, as in {@code zoo.cfg}; {@code port}, to come back where an
     * earlier server was.
     */
    public static ApacheServer start(Path dir, Map<String, String> options) {
        try {
            ZooKeeperServer server =
                    new ZooKeeperServer(
                            dir.toFile(), dir.toFile(), number(options, "tickTime", TICK_TIME_MS));
            server.setMinSessionTimeout(number(options, "minSessionTimeout", -1));
            server.setMaxSessionTimeout(number(options, "maxSessionTimeout", -1));
            NIOServerCnxnFactory door = new NIOServerCnxnFactory();
            InetSocketAddress wanted =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), number(options, "port", 0));
            door.configure(wanted, 0, -1, false);
            door.startup(server);
            return new ApacheServer(server, door);
        } catch (IOException e) {
            throw new UncheckedIOException("Apache ZooKeeper does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Silences the libraries of ZooKeeper and Curator, whose warnings are a test's daily bread. */
    public static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (String library :
                    List.of("org.apache.zookeeper", "org.apache.curator", "org.apache.jute")) {
                context.getLogger(library).setLevel(Level.OFF);
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), door.getLocalPort());
    }

    @Override
    public void close() {
        door.shutdown(); // which shuts down the server behind it
        server.shutdown();
    }

    private static int number(Map<String, String> options, String key, int otherwise) {
        return Integer.parseInt(options.getOrDefault(key, Integer.toString(otherwise)));
    }
}
