package io.tapio.compat;

import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** Connections of the official Java client. */
final class JavaClient {
    static final int TIMEOUT_MS = 30_000;

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    private JavaClient() {}

    /** What a watcher hears, in order; session events and node events apart. */
    static final class Events implements Watcher {
        private static final int PATIENCE_S = 20;

        private final BlockingQueue<WatchedEvent> ofNodes = new LinkedBlockingQueue<>();
        private final BlockingQueue<Event.KeeperState> ofSession = new LinkedBlockingQueue<>();

        @Override
        public void process(WatchedEvent event) {
            if (event.getType() == Event.EventType.None) {
                ofSession.add(event.getState());
            } else {
                ofNodes.add(event);
            }
        }

        /** The next node event as {@code NodeCreated /path}. */
        String next() throws InterruptedException {
            WatchedEvent event = ofNodes.poll(PATIENCE_S, TimeUnit.SECONDS);
            return event == null ? "silence" : event.getType() + " " + event.getPath();
        }

        /** Whether every event so far has been taken. */
        boolean isQuiet() {
            return ofNodes.isEmpty();
        }

        /** Waits until the session is in this state. */
        void await(Event.KeeperState state) throws InterruptedException {
            Event.KeeperState heard;
            do {
                heard = ofSession.poll(PATIENCE_S, TimeUnit.SECONDS);
                if (heard == null) throw new AssertionError("no " + state);
            } while (heard != state);
        }
    }

    static ZooKeeper connect(ServerUnderTest server) {
        return connect(server, "", new Events());
    }

    /** A connected client; the chroot is empty or a path. */
    static ZooKeeper connect(ServerUnderTest server, String chroot, Events events) {
        try {
            ZooKeeper client = new ZooKeeper(server.connectString() + chroot, TIMEOUT_MS, events);
            events.await(Watcher.Event.KeeperState.SyncConnected);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** From here on the client's member knows all that has been written at any other. */
    static void sync(ZooKeeper client) throws KeeperException, InterruptedException {
        client.sync("/");
    }

    /** A second client of the same session. */
    static ZooKeeper reattach(ServerUnderTest server, ZooKeeper first, Events events)
            throws IOException, InterruptedException {
        ZooKeeper second =
                new ZooKeeper(
                        server.connectString(),
                        TIMEOUT_MS,
                        events,
                        first.getSessionId(),
                        first.getSessionPasswd());
        events.await(Watcher.Event.KeeperState.SyncConnected);
        return second;
    }
}
