package io.tapio.bench;

import java.util.List;
import org.apache.zookeeper.ZooKeeper;

/** What another client sees. */
final class Znodes {
    private Znodes() {}

    static List<String> below(String path, int port) throws Exception {
        try (var client = new ZooKeeper("127.0.0.1:" + port, 10_000, event -> {})) {
            return client.getChildren(path, false);
        }
    }
}
