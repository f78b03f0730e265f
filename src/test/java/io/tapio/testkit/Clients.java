package io.tapio.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** Clients of the test kit's servers, and what they say of a znode. */
final class Clients {
    static final int SESSION_MS = 10_000;
    static final Duration SOON = Duration.ofSeconds(30);

    private Clients() {}

    static ZooKeeper connected(String connectString) throws IOException {
        var client = new ZooKeeper(connectString, SESSION_MS, event -> {});
        awaitState(client, ZooKeeper.States.CONNECTED);
        return client;
    }

    static void awaitState(ZooKeeper client, ZooKeeper.States state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(client::getState, now -> now == state);
    }

    static void create(ZooKeeper client, String path, CreateMode mode)
            throws KeeperException, InterruptedException {
        client.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    static boolean has(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        return client.exists(path, false) != null;
    }
}
