package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.Perm;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataTreeTest {
    private final DataTree tree = new DataTree(OwnerRules.DEFAULT);

    @Test
    void aFreshTreeHasTheStatsOfAFreshServer() {
        assertThat(stat("/")).isEqualTo(zeroStat(-1, 0, 1));
        assertThat(stat("/zookeeper")).isEqualTo(zeroStat(-2, 0, 2));
        assertThat(stat("/zookeeper/quota")).isEqualTo(zeroStat(0, 0, 0));
        assertThat(stat("/zookeeper/config")).isEqualTo(zeroStat(0, -1, 0));
        assertThat(node("/").acl()).isEqualTo(Acl.OPEN);
        assertThat(node("/zookeeper/quota").acl()).isEqualTo(Acl.OPEN);
        assertThat(node("/zookeeper/config").acl()).isEqualTo(Acl.READ_ONLY);
        assertThat(node("/zookeeper/config").data()).isEqualTo(Bytes.EMPTY);
        assertThat(tree.nodeCount()).isEqualTo(4);
        assertThat(tree.approximateDataSize()).isEqualTo(44);
    }

    @Test
    void theEmptyPathIsTheRoots() {
        assertThat(tree.find(Bytes.EMPTY)).isSameAs(tree.root());
        assertThat(tree.find(Bytes.utf8("/"))).isSameAs(tree.root());
        assertThat(tree.find(Bytes.ABSENT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b",
                "x/a/b",
                "//",
                "//a",
                "/a/",
                "/a//b",
                "/a/b/",
                "/a/c",
                "/ab",
                "/b",
                "/a/b/c",
                " /a",
                "/a/bb",
                "/zookeepe",
                "/zookeeper/quotas",
                "/zookeeper/",
                "zookeeper"
            })
    void whatIsNotThePathOfAZnodeIsNotFound(String path) {
        create("/a");
        create("/a/b");

        assertThat(tree.find(Bytes.utf8(path))).isNull();
    }

    @Test
    void childrenAreCountedInTheCversionOfTheParent() {
        create("/a", 7);
        tree.create(Bytes.utf8("/a/x"), Bytes.EMPTY, Acl.OPEN, 0, 1, 8, 80);
        tree.create(Bytes.utf8("/a/y"), Bytes.EMPTY, Acl.OPEN, 0, 2, 9, 90);
        assertThat(stat("/a").cversion()).isEqualTo(2);
        assertThat(stat("/a").pzxid()).isEqualTo(new Zxid(9));

        tree.delete(Bytes.utf8("/a/x"), 10);

        Stat stat = stat("/a");
        assertThat(stat.cversion()).isEqualTo(3);
        assertThat(stat.numChildren()).isEqualTo(1);
        assertThat(stat.pzxid()).isEqualTo(new Zxid(10));
        assertThat(stat.mzxid()).isEqualTo(new Zxid(7));
        assertThat(node("/a").cversion()).isEqualTo(2);
    }

    @Test
    void absentDataIsNotEmptyData() {
        tree.create(Bytes.utf8("/absent"), Bytes.ABSENT, Acl.OPEN, 0, 1, 1, 1);
        tree.create(Bytes.utf8("/empty"), Bytes.EMPTY, Acl.OPEN, 0, 2, 2, 2);

        assertThat(node("/absent").data().isAbsent()).isTrue();
        assertThat(node("/empty").data().isAbsent()).isFalse();
        assertThat(written("/absent")).isEqualTo(Bytes.wrap(new byte[] {-1, -1, -1, -1}));
        assertThat(written("/empty")).isEqualTo(Bytes.wrap(new byte[4]));
        assertThat(stat("/absent").dataLength()).isZero();
    }

    @Test
    void dataIsCopiedOutOfTheFrameItCameIn() {
        byte[] frame = "xxdataxx".getBytes(StandardCharsets.UTF_8);
        tree.create(Bytes.utf8("/a"), Bytes.wrap(frame, 2, 4), Acl.OPEN, 0, 1, 1, 1);
        Arrays.fill(frame, (byte) 0);

        assertThat(node("/a").data()).hasToString("data");
    }

    @Test
    void dataThatWasHandedOutDoesNotChange() {
        tree.create(Bytes.utf8("/a"), Bytes.utf8("one"), Acl.OPEN, 0, 1, 1, 1);
        Bytes before = node("/a").data();

        tree.setData(Bytes.utf8("/a"), Bytes.utf8("two"), 1, 2, 2);

        assertThat(before).hasToString("one");
        assertThat(node("/a").data()).hasToString("two");
    }

    @Test
    void theNamesOfChildrenAreWrittenAsAVector() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            create("/n" + i);
        }

        var out = new JuteWriter(16);
        tree.writeChildren(tree.root(), out);

        names.addAll(new JuteReader(out.toBytes()).vector(JuteReader::ustring));
        assertThat(names).hasSize(1001).doesNotHaveDuplicates().contains("n0", "n999", "zookeeper");
    }

    @Test
    void descendantsAreCountedAtAllDepths() {
        create("/a");
        create("/a/b");
        create("/a/b/c");
        create("/a/b/d");
        create("/a/e");
        create("/f");

        assertThat(tree.descendantCount(node("/a"))).isEqualTo(4);
        assertThat(tree.descendantCount(node("/a/b"))).isEqualTo(2);
        assertThat(tree.descendantCount(node("/f"))).isZero();
        assertThat(tree.descendantCount(tree.root())).isEqualTo(9);
    }

    @Test
    @Fault("F103")
    void aVeryDeepTreeIsJustATree() {
        var path = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            path.append("/d");
            create(path.toString());
        }

        Znode deepest = node(path.toString());
        assertThat(deepest.path()).hasToString(path.toString());
        assertThat(tree.descendantCount(node("/d"))).isEqualTo(4_999);
        assertThat(tree.digest()).isEqualTo(tree.recomputeDigest());
    }

    @Test
    void manyChildrenOfOneParentStayQuick() {
        for (int i = 0; i < 300_000; i++) {
            create(String.format("/key-%010d", i));
        }
        for (int i = 0; i < 300_000; i++) {
            assertThat(tree.find(Bytes.utf8(String.format("/key-%010d", i))) != null).isTrue();
            tree.delete(Bytes.utf8(String.format("/key-%010d", i)), 1_000_000 + i);
        }

        assertThat(tree.nodeCount()).isEqualTo(4);
        assertThat(tree.digest()).isEqualTo(tree.recomputeDigest());
    }

    @Test
    void anAccessListIsForgottenWithItsLastZnode() {
        Acl bobs = Acl.of(new AclEntry(Perm.ALL, "digest", "bob:x"));
        tree.create(Bytes.utf8("/a"), Bytes.EMPTY, bobs, 0, 1, 1, 1);
        tree.create(
                Bytes.utf8("/b"),
                Bytes.EMPTY,
                Acl.of(new AclEntry(Perm.ALL, "digest", "bob:x")),
                0,
                2,
                2,
                2);
        assertThat(node("/b").acl()).isSameAs(node("/a").acl());
        assertThat(tree.aclCount()).isEqualTo(3);

        tree.setAcl(Bytes.utf8("/a"), Acl.OPEN, 1);
        tree.delete(Bytes.utf8("/b"), 4);

        assertThat(tree.aclCount()).isEqualTo(2);
    }

    @Test
    void aChangeThatDoesNotFitBreaksAnInvariant() {
        create("/a");
        create("/a/b");

        assertThatThrownBy(() -> create("/a")).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> create("/x/y")).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> create("/c/")).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> tree.delete(Bytes.utf8("/a"), 9))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> tree.delete(Bytes.utf8("/"), 9))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> tree.delete(Bytes.utf8("/c"), 9))
                .isInstanceOf(Invariant.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theTreeIsWhatItsTwinIs(long seed) {
        var changes = new RandomChanges(seed);

        for (int round = 0; round < 20; round++) {
            changes.createsPerDelete(round % 4);
            changes.steps(60);
            changes.twin.assertSame(changes.tree);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void theDigestIsRightAfterEveryStep(long seed) {
        var changes = new RandomChanges(seed);

        for (int step = 0; step < 1500; step++) {
            changes.step();
            assertThat(changes.tree.digest()).isEqualTo(changes.tree.recomputeDigest());
        }
    }

    @Test
    void equalTreesHaveEqualDigestsHoweverTheyGrew() {
        var other = new DataTree(OwnerRules.DEFAULT);
        for (String path : new String[] {"/a", "/b", "/c"}) {
            tree.create(Bytes.utf8(path), Bytes.utf8("v"), Acl.OPEN, 0, 3, 5, 5);
        }
        for (String path : new String[] {"/c", "/a", "/b"}) {
            other.create(Bytes.utf8(path), Bytes.utf8("v"), Acl.OPEN, 0, 3, 5, 5);
        }

        assertThat(other.digest()).isEqualTo(tree.digest());
    }

    @Test
    void theDigestTellsEveryKindOfDifference() {
        create("/a");
        create("/b");
        long before = tree.digest();

        tree.setAcl(Bytes.utf8("/a"), Acl.READ_ONLY, 0);
        assertThat(tree.digest()).as("acl").isNotEqualTo(before);
        tree.setAcl(Bytes.utf8("/a"), Acl.OPEN, 0);
        assertThat(tree.digest()).isEqualTo(before);
        tree.setData(Bytes.utf8("/a"), Bytes.ABSENT, 0, 1, 1);
        assertThat(tree.digest()).as("absent data").isNotEqualTo(before);
        tree.setData(Bytes.utf8("/a"), Bytes.EMPTY, 0, 1, 1);
        assertThat(tree.digest()).isEqualTo(before);
        tree.setData(Bytes.utf8("/b"), Bytes.wrap(new byte[1]), 0, 1, 1);
        long oneZero = tree.digest();
        tree.setData(Bytes.utf8("/b"), Bytes.wrap(new byte[9]), 0, 1, 1);
        assertThat(tree.digest()).as("length").isNotEqualTo(oneZero);
    }

    /** Guards what members tell each other: a changed function makes old and new disagree. */
    @Test
    void theDigestOfAFreshTreeNeverChanges() {
        assertThat(Long.toHexString(tree.digest())).isEqualTo("38c115872324d345");
    }

    private void create(String path) {
        create(path, 1);
    }

    private void create(String path, long zxid) {
        int creates = 1;
        Znode parent = tree.find(Bytes.utf8(TwinTree.parent(path)));
        if (parent != null) creates = parent.cversion() + 1;
        tree.create(Bytes.utf8(path), Bytes.EMPTY, Acl.OPEN, 0, creates, zxid, zxid);
    }

    private Znode node(String path) {
        Znode node = tree.find(Bytes.utf8(path));
        assertThat(node).as(path).isNotNull();
        return node;
    }

    private Stat stat(String path) {
        return node(path).stat();
    }

    private Bytes written(String path) {
        var out = new JuteWriter(4);
        node(path).writeData(out);
        return out.toBytes();
    }

    private static Stat zeroStat(int cversion, int aversion, int children) {
        return new Stat(
                Zxid.NONE, Zxid.NONE, 0, 0, 0, cversion, aversion, 0, 0, children, Zxid.NONE);
    }
}
