package io.tapio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.testkit.Handshake;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.TamperingProxy;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** Sessions of the official Java client outlive connections, and end when they should. */
final class JavaClientSessionTest extends AloneAndInAnEnsemble {
    private static final byte[] NOTHING = {};

    @Test
    void aClosedSessionTakesItsEphemeralNodesAlong() throws Exception {
        JavaClient.Events events = new JavaClient.Events();
        ZooKeeper staying = JavaClient.connect(server, "", events);
        ZooKeeper leaving = JavaClient.connect(server);
        leaving.create("/leaving", NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        JavaClient.sync(staying);
        staying.exists("/leaving", true);

        leaving.close();

        assertThat(events.next()).isEqualTo("NodeDeleted /leaving");
        assertThat(staying.exists("/leaving", false)).isNull();
        staying.close();
    }

    @Test
    void aSilentSessionExpires() throws Exception {
        JavaClient.Events events = new JavaClient.Events();
        ZooKeeper staying = JavaClient.connect(server, "", events);
        try (RawClient silent =
                RawClient.connect(server.address(), Handshake.Request.fresh().withTimeoutMs(1))) {
            silent.create2("/silent", "", 1);
            JavaClient.sync(staying);
            staying.exists("/silent", true);

            assertThat(events.next()).isEqualTo("NodeDeleted /silent");

            silent.awaitClose();
            assertThat(silent.welcome().timeoutMs()).isEqualTo(4000);
        }
        staying.close();
    }

    @Test
    void aClientIsToldThatItsSessionIsGone() throws Exception {
        try (TamperingProxy network = TamperingProxy.before(server)) {
            JavaClient.Events events = new JavaClient.Events();
            ZooKeeper zk = JavaClient.connect(network, "", events);
            JavaClient.reattach(server, zk, new JavaClient.Events()).close();

            events.await(Watcher.Event.KeeperState.Expired);

            assertThatThrownBy(() -> zk.exists("/", false))
                    .isInstanceOf(KeeperException.SessionExpiredException.class);
            zk.close();
        }
    }

    @Test
    void aSessionGoesOnWithItsIdAndPassword() throws Exception {
        try (TamperingProxy network = TamperingProxy.before(server)) {
            ZooKeeper first = JavaClient.connect(network);
            first.create("/moving", NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            network.close();
            network.cut();

            ZooKeeper second = JavaClient.reattach(server, first, new JavaClient.Events());
            JavaClient.sync(second);

            assertThat(second.getSessionId()).isEqualTo(first.getSessionId());
            assertThat(second.getEphemerals()).containsExactly("/moving");
            second.close();
            first.close();
        }
    }

    @Test
    void aCutConnectionIsNoEnd() throws Exception {
        try (TamperingProxy network = TamperingProxy.before(server)) {
            JavaClient.Events events = new JavaClient.Events();
            ZooKeeper zk = JavaClient.connect(network, "", events);
            long session = zk.getSessionId();
            zk.create("/cut", NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);

            network.cut();

            events.await(Watcher.Event.KeeperState.SyncConnected);
            assertThat(zk.getSessionId()).isEqualTo(session);
            assertThat(zk.exists("/cut", false).getEphemeralOwner()).isEqualTo(session);
            zk.close();
        }
    }

    @Test
    void aClientMayLiveBelowAPath() throws Exception {
        ZooKeeper whole = JavaClient.connect(server);
        whole.create("/below", NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        JavaClient.Events events = new JavaClient.Events();
        ZooKeeper below = JavaClient.connect(server, "/below", events);
        below.exists("/n", true);

        whole.create("/below/n", NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

        assertThat(events.next()).isEqualTo("NodeCreated /n");
        assertThat(below.getChildren("/", false)).containsExactly("n");
        below.close();
        whole.close();
    }
}
