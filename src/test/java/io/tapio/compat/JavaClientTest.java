package io.tapio.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.RawAcl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Java client gets from Tapio what it asks for: nodes, transactions, permissions. */
@Fault("F104")
final class JavaClientTest extends AloneAndInAnEnsemble {
    private static final byte[] NOTHING = {};
    private static final long HOUR_MS = 3_600_000;

    private ZooKeeper zk;
    private String root;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        zk = JavaClient.connect(server);
        root =
                zk.create(
                        "/" + test.getTestMethod().orElseThrow().getName(),
                        NOTHING,
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT_SEQUENTIAL);
    }

    @AfterEach
    void disconnect() throws Exception {
        if (zk != null) zk.close();
    }

    private String create(String name, String data, CreateMode mode) throws Exception {
        return zk.create(root + name, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, mode);
    }

    @ParameterizedTest
    @EnumSource
    void everyCreateModeMakesItsKindOfNode(CreateMode mode) throws Exception {
        Stat stat = new Stat();

        String path =
                zk.create(
                        root + "/n",
                        "data".getBytes(UTF_8),
                        Ids.OPEN_ACL_UNSAFE,
                        mode,
                        stat,
                        mode.isTTL() ? HOUR_MS : -1);

        assertThat(path).isEqualTo(root + (mode.isSequential() ? "/n0000000000" : "/n"));
        assertThat(stat.getEphemeralOwner()).isEqualTo(mode.isEphemeral() ? zk.getSessionId() : 0);
        assertThat(stat.getDataLength()).isEqualTo(4);
        assertThat(zk.exists(path, false)).isEqualTo(stat);
    }

    @Test
    void sequentialNodesCountTheChildrenEverCreated() throws Exception {
        create("/s-", "", CreateMode.PERSISTENT_SEQUENTIAL);
        zk.delete(create("/plain", "", CreateMode.PERSISTENT), -1);

        assertThat(create("/s-", "", CreateMode.EPHEMERAL_SEQUENTIAL))
                .isEqualTo(root + "/s-0000000002");
    }

    @Test
    void dataIsWrittenUnderItsVersion() throws Exception {
        String path = create("/n", "one", CreateMode.PERSISTENT);

        assertThat(zk.setData(path, "two".getBytes(UTF_8), 0).getVersion()).isEqualTo(1);
        assertThat(codeOf(() -> zk.setData(path, NOTHING, 0))).isEqualTo(Code.BADVERSION);
        assertThat(codeOf(() -> zk.delete(path, 0))).isEqualTo(Code.BADVERSION);

        assertThat(zk.getData(path, false, new Stat())).asString(UTF_8).isEqualTo("two");
    }

    @Test
    void mistakesHaveTheirNames() throws Exception {
        String path = create("/n", "", CreateMode.PERSISTENT);
        String ephemeral = create("/e", "", CreateMode.EPHEMERAL);

        assertThat(codeOf(() -> create("/n", "", CreateMode.PERSISTENT)))
                .isEqualTo(Code.NODEEXISTS);
        assertThat(codeOf(() -> create("/no/n", "", CreateMode.PERSISTENT))).isEqualTo(Code.NONODE);
        assertThat(codeOf(() -> create("/e/n", "", CreateMode.PERSISTENT)))
                .isEqualTo(Code.NOCHILDRENFOREPHEMERALS);
        assertThat(codeOf(() -> zk.delete(root, -1))).isEqualTo(Code.NOTEMPTY);
        assertThat(codeOf(() -> zk.getData(path + "x", false, null))).isEqualTo(Code.NONODE);
        assertThat(codeOf(() -> zk.delete("/zookeeper", -1))).isEqualTo(Code.BADARGUMENTS);
        assertThat(zk.getEphemerals(root)).containsExactly(ephemeral);
    }

    @Test
    void childrenAreListedAndCounted() throws Exception {
        create("/a", "", CreateMode.PERSISTENT);
        create("/a/b", "", CreateMode.PERSISTENT);
        create("/c", "", CreateMode.PERSISTENT);
        Stat stat = new Stat();

        assertThat(zk.getChildren(root, false, stat)).containsExactlyInAnyOrder("a", "c");
        assertThat(stat.getNumChildren()).isEqualTo(2);
        assertThat(zk.getAllChildrenNumber(root)).isEqualTo(3);
    }

    @Test
    void dataOfAlmostAMegabyteGoesThrough() throws Exception {
        byte[] large = new byte[1_000_000];
        large[large.length - 1] = 42;

        zk.create(root + "/large", large, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

        assertThat(zk.getData(root + "/large", false, null)).isEqualTo(large);
    }

    @Test
    void aMultiIsAllOrNothing() throws Exception {
        byte[] data = "x".getBytes(UTF_8);
        List<OpResult> good =
                zk.multi(
                        List.of(
                                Op.create(root + "/a", data, Ids.OPEN_ACL_UNSAFE, 0),
                                Op.create(root + "/a/s-", data, Ids.OPEN_ACL_UNSAFE, 2),
                                Op.setData(root + "/a", NOTHING, 0),
                                Op.check(root + "/a", 1)));
        assertThat(good).hasSize(4);
        assertThat(((OpResult.CreateResult) good.get(1)).getPath())
                .isEqualTo(root + "/a/s-0000000000");

        assertThatThrownBy(
                        () ->
                                zk.multi(
                                        List.of(
                                                Op.create(
                                                        root + "/b", data, Ids.OPEN_ACL_UNSAFE, 0),
                                                Op.check(root + "/a", 7),
                                                Op.delete(root + "/a", -1))))
                .isInstanceOf(KeeperException.BadVersionException.class)
                .extracting(e -> ((KeeperException) e).getResults())
                .satisfies(
                        results ->
                                assertThat(results)
                                        .extracting(r -> ((OpResult.ErrorResult) r).getErr())
                                        .containsExactly(0, -103, -2));
        assertThat(zk.exists(root + "/b", false)).isNull();
    }

    @Test
    void aMultiOfReadsAnswersForEach() throws Exception {
        create("/a", "x", CreateMode.PERSISTENT);

        List<OpResult> results =
                zk.multi(
                        List.of(
                                Op.getData(root + "/a"),
                                Op.getData(root + "/b"),
                                Op.getChildren(root)));

        assertThat(((OpResult.GetDataResult) results.get(0)).getData()).asString().isEqualTo("x");
        assertThat(((OpResult.ErrorResult) results.get(1)).getErr()).isEqualTo(-101);
        assertThat(((OpResult.GetChildrenResult) results.get(2)).getChildren())
                .containsExactly("a");
    }

    @Test
    void whoIsNotInTheAclIsKeptOut() throws Exception {
        zk.addAuthInfo("digest", "alice:secret".getBytes(UTF_8));
        String path = root + "/hers";
        zk.create(path, "x".getBytes(UTF_8), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        ZooKeeper stranger = JavaClient.connect(server);
        ZooKeeper superUser = JavaClient.connect(server);
        superUser.addAuthInfo("digest", ApacheServer.SUPER_USER.getBytes(UTF_8));

        assertThat(codeOf(() -> stranger.getData(path, false, null))).isEqualTo(Code.NOAUTH);
        assertThat(superUser.getData(path, false, null)).asString().isEqualTo("x");
        assertThat(zk.getACL(path, new Stat()))
                .containsExactly(
                        new ACL(Perms.ALL, new Id("digest", RawAcl.digestId("alice:secret"))));

        zk.setACL(path, Ids.READ_ACL_UNSAFE, 0);
        JavaClient.sync(stranger);
        assertThat(stranger.getData(path, false, null)).asString().isEqualTo("x");
        assertThat(codeOf(() -> stranger.setData(path, NOTHING, -1))).isEqualTo(Code.NOAUTH);
        stranger.close();
        superUser.close();
    }

    @Test
    void aListThatMeansNobodyIsRefused() {
        List<ACL> unknown = Collections.singletonList(new ACL(Perms.ALL, new Id("nosuch", "x")));

        assertThat(
                        codeOf(
                                () ->
                                        zk.create(
                                                root + "/n",
                                                NOTHING,
                                                Ids.CREATOR_ALL_ACL,
                                                CreateMode.PERSISTENT)))
                .isEqualTo(Code.INVALIDACL);
        assertThat(codeOf(() -> zk.setACL(root, unknown, -1))).isEqualTo(Code.INVALIDACL);
    }

    @Test
    void everybodyLearnsWhoTheyAre() throws Exception {
        zk.addAuthInfo("digest", "bob:hidden".getBytes(UTF_8));

        assertThat(zk.whoAmI())
                .contains(new ClientInfo("digest", "bob"), new ClientInfo("ip", "127.0.0.1"));
    }

    @Test
    void theConfigurationCanBeReadByAnybody() throws Exception {
        Stat stat = new Stat();

        assertThat(zk.getConfig(false, stat)).isNotNull();

        assertThat(stat.getAversion()).isEqualTo(-1);
    }

    @Test
    void pipelinedWritesAreAnsweredInTheirOrder() throws Exception {
        int many = 2_000;
        List<String> answered = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            zk.create(
                    root + "/s-",
                    NOTHING,
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT_SEQUENTIAL,
                    (rc, path, ctx, name) -> {
                        answered.add(name);
                        done.countDown();
                    },
                    null);
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(answered).isSorted().doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void syncBringsAReaderUpToDate() throws Exception {
        ZooKeeper reader = JavaClient.connect(server);
        create("/n", "new", CreateMode.PERSISTENT);
        CountDownLatch synced = new CountDownLatch(1);

        reader.sync(root, (rc, path, ctx) -> synced.countDown(), null);

        assertThat(reader.getData(root + "/n", false, null)).asString().isEqualTo("new");
        assertThat(synced.await(10, TimeUnit.SECONDS)).isTrue();
        reader.close();
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static Code codeOf(Attempt attempt) {
        try {
            attempt.run();
            return Code.OK;
        } catch (KeeperException e) {
            return e.code();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
