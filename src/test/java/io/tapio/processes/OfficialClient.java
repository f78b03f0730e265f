package io.tapio.processes;

import io.tapio.testkit.ApacheServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.ZooKeeper.States;
import org.awaitility.Awaitility;

/** The Java client of Apache ZooKeeper, with texts for data. */
final class OfficialClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    private final ZooKeeper zookeeper;

    private OfficialClient(String members, boolean mayBeReadOnly) {
        try {
            zookeeper = new ZooKeeper(members, TIMEOUT_MS, event -> {}, mayBeReadOnly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is on its way to some of these members. */
    static OfficialClient of(List<MemberProcess> members) {
        return new OfficialClient(EnsembleProcesses.connectString(members), false);
    }

    /** One that is also content with a member that lets it read and no more. */
    static OfficialClient readingAtLeast(List<MemberProcess> members) {
        return new OfficialClient(EnsembleProcesses.connectString(members), true);
    }

    static OfficialClient connectedTo(MemberProcess member) {
        return of(List.of(member)).await(States.CONNECTED);
    }

    OfficialClient await(States state) {
        Awaitility.await("a client is " + state)
                .atMost(MemberProcess.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> zookeeper.getState() == state);
        return this;
    }

    /** Goes on with its session at these, as soon as it has to. */
    void turnTo(List<MemberProcess> members) throws IOException {
        zookeeper.updateServerList(EnsembleProcesses.connectString(members));
    }

    /** Waits until whoever serves it now answers. */
    void awaitAnswer() {
        Awaitility.await("a client is served")
                .atMost(MemberProcess.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(KeeperException.ConnectionLossException.class)
                .until(() -> zookeeper.exists("/", false) != null);
    }

    States state() {
        return zookeeper.getState();
    }

    long session() {
        return zookeeper.getSessionId();
    }

    ZooKeeper zookeeper() {
        return zookeeper;
    }

    void create(String path, String data, CreateMode mode)
            throws KeeperException, InterruptedException {
        zookeeper.create(path, bytes(data), Ids.OPEN_ACL_UNSAFE, mode);
    }

    void set(String path, String data) throws KeeperException, InterruptedException {
        zookeeper.setData(path, bytes(data), -1);
    }

    String get(String path) throws KeeperException, InterruptedException {
        return new String(zookeeper.getData(path, false, null), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        zookeeper.close();
    }
}
