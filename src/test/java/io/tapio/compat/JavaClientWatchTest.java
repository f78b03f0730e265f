package io.tapio.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.testkit.TamperingProxy;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Who watches with the official Java client is told what happens, once or for as long as asked. */
final class JavaClientWatchTest extends AloneAndInAnEnsemble {
    private static final byte[] NOTHING = {};

    private final JavaClient.Events events = new JavaClient.Events();
    private TamperingProxy network;
    private ZooKeeper watching;
    private ZooKeeper writing;
    private String root;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        network = TamperingProxy.before(server);
        watching = JavaClient.connect(network, "", events);
        writing = JavaClient.connect(server);
        root = "/" + test.getTestMethod().orElseThrow().getName();
        create("");
    }

    @AfterEach
    void disconnect() throws Exception {
        if (watching != null) watching.close();
        if (writing != null) writing.close();
        if (network != null) network.close();
    }

    /** Makes a node that the one who watches can see at once. */
    private void create(String name) throws Exception {
        createUnseen(name);
        JavaClient.sync(watching);
    }

    private void createUnseen(String name) throws Exception {
        writing.create(root + name, NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @Test
    void anExistsWatchWaitsForANodeToCome() throws Exception {
        assertThat(watching.exists(root + "/n", true)).isNull();

        create("/n");
        writing.setData(root + "/n", NOTHING, -1);

        assertThat(events.next()).isEqualTo("NodeCreated " + root + "/n");
        JavaClient.sync(watching);
        assertThat(events.isQuiet()).as("a watch fires once").isTrue();
    }

    @Test
    void aDataWatchTellsOfChangeAndOfTheEnd() throws Exception {
        create("/n");
        watching.getData(root + "/n", true, null);
        writing.setData(root + "/n", "x".getBytes(UTF_8), -1);
        assertThat(events.next()).isEqualTo("NodeDataChanged " + root + "/n");

        watching.getData(root + "/n", true, null);
        writing.delete(root + "/n", -1);
        assertThat(events.next()).isEqualTo("NodeDeleted " + root + "/n");
    }

    @Test
    void aChildWatchTellsOfComingAndGoing() throws Exception {
        watching.getChildren(root, true);
        create("/n");
        assertThat(events.next()).isEqualTo("NodeChildrenChanged " + root);

        watching.getChildren(root, true);
        writing.delete(root + "/n", -1);
        assertThat(events.next()).isEqualTo("NodeChildrenChanged " + root);
    }

    @Test
    void aPersistentWatchStays() throws Exception {
        watching.addWatch(root, events, AddWatchMode.PERSISTENT);

        writing.setData(root, NOTHING, -1);
        create("/n");
        writing.setData(root, NOTHING, -1);

        assertThat(events.next()).isEqualTo("NodeDataChanged " + root);
        assertThat(events.next()).isEqualTo("NodeChildrenChanged " + root);
        assertThat(events.next()).isEqualTo("NodeDataChanged " + root);
    }

    @Test
    void aRecursiveWatchSeesTheWholeTreeBelow() throws Exception {
        watching.addWatch(root, events, AddWatchMode.PERSISTENT_RECURSIVE);

        create("/a");
        create("/a/b");
        writing.setData(root + "/a/b", NOTHING, -1);
        writing.delete(root + "/a/b", -1);

        assertThat(events.next()).isEqualTo("NodeCreated " + root + "/a");
        assertThat(events.next()).isEqualTo("NodeCreated " + root + "/a/b");
        assertThat(events.next()).isEqualTo("NodeDataChanged " + root + "/a/b");
        assertThat(events.next()).isEqualTo("NodeDeleted " + root + "/a/b");
    }

    @Test
    void aRemovedWatchIsSilent() throws Exception {
        watching.addWatch(root, events, AddWatchMode.PERSISTENT_RECURSIVE);

        watching.removeWatches(root, events, Watcher.WatcherType.PersistentRecursive, false);
        create("/n");

        assertThat(events.next()).isEqualTo("PersistentWatchRemoved " + root);
        assertThat(events.isQuiet()).isTrue();
        assertThatThrownBy(
                        () -> watching.removeWatches(root, events, Watcher.WatcherType.Any, false))
                .isInstanceOf(KeeperException.NoWatcherException.class);
    }

    @Test
    void theEventComesBeforeTheNewData() throws Exception {
        for (int i = 0; i < 50; i++) {
            watching.getData(root, true, null);
            byte[] data = Integer.toString(i).getBytes(UTF_8);

            writing.setData(root, data, -1);
            JavaClient.sync(watching);

            assertThat(watching.getData(root, false, null)).isEqualTo(data);
            assertThat(events.next()).isEqualTo("NodeDataChanged " + root);
        }
    }

    @Test
    void watchesSurviveACutAndTellWhatWasMissed() throws Exception {
        create("/a");
        watching.getData(root + "/a", true, null);
        watching.exists(root + "/b", true);
        watching.addWatch(root, events, AddWatchMode.PERSISTENT_RECURSIVE);
        watching.getChildren(root + "/a", true);

        network.down();
        events.await(Watcher.Event.KeeperState.Disconnected);
        writing.setData(root + "/a", NOTHING, -1);
        createUnseen("/b");
        network.up();
        events.await(Watcher.Event.KeeperState.SyncConnected);
        watching.exists("/", false); // answered after the watches are set again
        create("/a/c");

        assertThat(events.next()).isEqualTo("NodeDataChanged " + root + "/a");
        assertThat(events.next()).isEqualTo("NodeCreated " + root + "/b");
        assertThat(new String[] {events.next(), events.next()})
                .containsExactlyInAnyOrder(
                        "NodeCreated " + root + "/a/c", "NodeChildrenChanged " + root + "/a");
    }
}
