package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.jute.MalformedInput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotWalkTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aWalkGivesTheTreeAsItWasWhileItChanges(long seed) {
        var random = new Random(seed);
        var changes = new RandomChanges(seed);
        for (int round = 0; round < 6; round++) {
            changes.createsPerDelete(random.nextInt(4));
            changes.steps(random.nextInt(600));
            TwinTree then = changes.twin.copy();
            SnapshotWalk walk = changes.tree.beginSnapshot();
            assertThat(walk.nodeCount()).isEqualTo(then.size());
            var rebuilt = new Rebuilt();

            changes.createsPerDelete(random.nextInt(4));
            while (walk.next(1 + random.nextInt(20), rebuilt)) {
                changes.steps(random.nextInt(12));
            }

            DataTree tree = rebuilt.tree();
            then.assertSame(tree);
            assertThat(tree.digest()).isEqualTo(walk.digest());
            changes.twin.assertSame(changes.tree);
        }
    }

    @Test
    void aWalkEndsThoughTheTreeGrowsFaster() {
        var changes = new RandomChanges(42);
        changes.createsPerDelete(20);
        changes.steps(200);
        TwinTree then = changes.twin.copy();
        SnapshotWalk walk = changes.tree.beginSnapshot();
        var rebuilt = new Rebuilt();

        while (walk.next(2, rebuilt)) {
            changes.steps(100);
        }

        assertThat(changes.tree.nodeCount()).isGreaterThan(20 * then.size());
        then.assertSame(rebuilt.tree());
    }

    @Test
    void theTableMayShrinkToNothingDuringAWalk() {
        var tree = new DataTree(OwnerRules.DEFAULT);
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            tree.create(path(i), Bytes.utf8("v" + i), Acl.OPEN, 0, i + 1, i + 1, i);
        }
        SnapshotWalk walk = tree.beginSnapshot();
        var rebuilt = new Rebuilt();

        int deleted = 0;
        while (walk.next(50, rebuilt)) {
            for (int i = 0; i < 200 && deleted < count; i++) {
                tree.delete(path(deleted++), count + deleted);
            }
        }

        assertThat(tree.nodeCount()).isEqualTo(4);
        assertThat(rebuilt.tree().nodeCount()).isEqualTo(count + 4);
        assertThat(rebuilt.tree().digest()).isEqualTo(walk.digest());
    }

    @Test
    void everyZnodeOfADeepTreeComesAfterItsParent() {
        var tree = new DataTree(OwnerRules.DEFAULT);
        var path = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            path.append("/d");
            tree.create(Bytes.utf8(path.toString()), Bytes.EMPTY, Acl.OPEN, 0, 1, i + 1, i);
        }
        SnapshotWalk walk = tree.beginSnapshot();
        tree.setData(Bytes.utf8(path.toString()), Bytes.utf8("later"), 1, 9_999, 9_999);
        var rebuilt = new Rebuilt();

        boolean more = true;
        while (more) {
            int before = rebuilt.count;
            more = walk.next(10, rebuilt);
            assertThat(rebuilt.count - before).isLessThanOrEqualTo(10);
        }

        assertThat(rebuilt.tree().digest()).isEqualTo(walk.digest());
    }

    @Test
    void aWalkWithoutChangesKeepsNothing() {
        var changes = new RandomChanges(5);
        changes.steps(500);
        SnapshotWalk walk = changes.tree.beginSnapshot();

        while (walk.next(7, image -> {})) {
            assertThat(walk.keptCount()).isZero();
        }
    }

    @Test
    void anAbandonedWalkDoesNotDisturbTheNext() {
        var changes = new RandomChanges(6);
        changes.steps(400);
        SnapshotWalk first = changes.tree.beginSnapshot();
        first.next(30, image -> {});
        changes.steps(50);
        assertThatThrownBy(changes.tree::beginSnapshot).isInstanceOf(Invariant.Broken.class);

        first.abandon();
        changes.steps(50);
        TwinTree then = changes.twin.copy();
        SnapshotWalk second = changes.tree.beginSnapshot();
        var rebuilt = new Rebuilt();
        while (second.next(9, rebuilt)) {
            changes.step();
        }

        then.assertSame(rebuilt.tree());
        assertThat(first.next(1, image -> {})).isFalse();
    }

    @Test
    void aRebuiltTreeGoesOnLikeTheOneItWasTakenFrom() {
        var tree = new DataTree(OwnerRules.DEFAULT);
        create(tree, "/a", "12345");
        create(tree, "/zookeeper/quota/a", "");
        create(tree, "/zookeeper/quota/a/zookeeper_limits", "count=3,bytes=-1");
        create(tree, "/zookeeper/quota/a/zookeeper_stats", "");
        var rebuilt = new Rebuilt();
        SnapshotWalk walk = tree.beginSnapshot();
        walk.next(1000, rebuilt);
        DataTree twin = new Rebuilt(OwnerRules.DEFAULT, rebuilt.images).tree();

        create(tree, "/a/b", "678");
        create(twin, "/a/b", "678");

        assertThat(twin.quotas().all()).isEqualTo(tree.quotas().all());
        assertThat(twin.quotas().all().getFirst().usage()).isEqualTo(new QuotaUsage(2, 8));
        assertThat(twin.digest()).isEqualTo(tree.digest());
    }

    @Test
    void usageCountedDuringAWalkIsNotPartOfIt() {
        var tree = new DataTree(OwnerRules.DEFAULT);
        create(tree, "/a", "12345");
        create(tree, "/zookeeper/quota/a", "");
        create(tree, "/zookeeper/quota/a/zookeeper_limits", "count=3,bytes=-1");
        create(tree, "/zookeeper/quota/a/zookeeper_stats", "");
        SnapshotWalk walk = tree.beginSnapshot();

        create(tree, "/a/b", "678");

        var rebuilt = new Rebuilt();
        walk.next(1000, rebuilt);
        DataTree then = rebuilt.tree();
        assertThat(then.quotas().all().getFirst().usage()).isEqualTo(new QuotaUsage(1, 5));
        assertThat(then.digest()).isEqualTo(walk.digest());
    }

    @Test
    void whatIsMissingOfTheSystemIsAdded() {
        var builder = new TreeBuilder(OwnerRules.DEFAULT);
        builder.add(new NodeImage().content(-1, Bytes.EMPTY, Bytes.EMPTY).access(Acl.OPEN, 0));

        assertThat(builder.finish().digest()).isEqualTo(new DataTree(OwnerRules.DEFAULT).digest());
    }

    @Test
    void whatCannotBeATreeIsMalformed() {
        assertThatThrownBy(() -> new TreeBuilder(OwnerRules.DEFAULT).finish())
                .isInstanceOf(MalformedInput.class);
        assertMalformed(image(0, ""));
        assertMalformed(image(-1, "a"));
        assertMalformed(image(-1, ""), image(1, "a"));
        assertMalformed(image(-1, ""), image(-1, "a"));
        assertMalformed(image(-1, ""), image(0, ""));
        assertMalformed(image(-1, ""), image(0, "a/b"));
        assertMalformed(image(-1, ""), image(0, "a"), image(0, "a"));
    }

    private static void assertMalformed(NodeImage... images) {
        var builder = new TreeBuilder(OwnerRules.DEFAULT);
        assertThatThrownBy(
                        () -> {
                            for (NodeImage image : images) {
                                builder.add(image);
                            }
                        })
                .isInstanceOf(MalformedInput.class);
    }

    private static NodeImage image(int parent, String name) {
        return new NodeImage().content(parent, Bytes.utf8(name), Bytes.EMPTY).access(Acl.OPEN, 0);
    }

    private static void create(DataTree tree, String path, String data) {
        tree.create(Bytes.utf8(path), Bytes.utf8(data), Acl.OPEN, 0, 1, 1, 1);
    }

    private static Bytes path(int i) {
        return Bytes.utf8("/n" + i);
    }

    /** Copies images as a codec would, and builds a tree of them. */
    private static final class Rebuilt implements NodeSink {
        private final TreeBuilder builder;
        final List<NodeImage> images = new ArrayList<>();
        int count;

        Rebuilt() {
            this(RandomChanges.RULES, List.of());
        }

        Rebuilt(OwnerRules rules, List<NodeImage> images) {
            builder = new TreeBuilder(rules);
            images.forEach(this::node);
        }

        @Override
        public void node(NodeImage image) {
            assertThat(image.parent()).isLessThan(count);
            var copy =
                    new NodeImage()
                            .content(image.parent(), image.name(), image.data())
                            .access(image.acl(), image.owner())
                            .versions(image.version(), image.cversion(), image.aversion())
                            .zxids(image.czxid(), image.mzxid(), image.pzxid())
                            .times(image.ctime(), image.mtime());
            images.add(copy);
            builder.add(copy);
            count++;
        }

        DataTree tree() {
            assertThat(builder.count()).isEqualTo(count);
            return builder.finish();
        }
    }
}
