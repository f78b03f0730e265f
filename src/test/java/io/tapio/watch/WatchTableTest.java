package io.tapio.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import io.tapio.state.TreeChange.Kind;
import io.tapio.state.WatchKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchTableTest {
    private final WatchTable<String> table = new WatchTable<>();

    @Test
    void aCreateTellsTheZnodesWatchersThenTheParents() {
        register(WatchKind.DATA, "/a/b", "ann");
        register(WatchKind.CHILD, "/a", "ann");

        assertThat(events(Kind.CREATED, "/a/b"))
                .containsExactly("ann NODE_CREATED /a/b", "ann NODE_CHILDREN_CHANGED /a");
        assertThat(table.watchCount()).isZero();
    }

    @Test
    void aDeleteTellsAWatcherOfDataAndChildrenOnce() {
        register(WatchKind.DATA, "/a", "ann");
        register(WatchKind.CHILD, "/a", "ann");
        register(WatchKind.CHILD, "/a", "bob");
        register(WatchKind.CHILD, "/", "bob");

        assertThat(events(Kind.DELETED, "/a"))
                .containsExactly(
                        "ann NODE_DELETED /a",
                        "bob NODE_DELETED /a",
                        "bob NODE_CHILDREN_CHANGED /");
        assertThat(table.watchCount()).isZero();
    }

    @Test
    void aChangeOfDataLeavesWatchersOfChildrenAlone() {
        register(WatchKind.CHILD, "/a", "ann");
        register(WatchKind.DATA, "/a", "bob");

        assertThat(events(Kind.DATA_SET, "/a")).containsExactly("bob NODE_DATA_CHANGED /a");
        assertThat(events(Kind.DATA_SET, "/a")).isEmpty();
        assertThat(table.watchCount()).isEqualTo(1);
    }

    @Test
    void aPersistentWatchTellsAllFourAgainAndAgain() {
        register(WatchKind.PERSISTENT, "/a", "ann");

        for (int round = 0; round < 2; round++) {
            assertThat(events(Kind.CREATED, "/a")).containsExactly("ann NODE_CREATED /a");
            assertThat(events(Kind.DATA_SET, "/a")).containsExactly("ann NODE_DATA_CHANGED /a");
            assertThat(events(Kind.CREATED, "/a/b"))
                    .containsExactly("ann NODE_CHILDREN_CHANGED /a");
            assertThat(events(Kind.DELETED, "/a")).containsExactly("ann NODE_DELETED /a");
        }
    }

    @Test
    void aRecursiveWatchTellsOfDescendantsButNeverOfChildLists() {
        register(WatchKind.RECURSIVE, "/", "ann");
        register(WatchKind.RECURSIVE, "/a", "ann");

        assertThat(events(Kind.CREATED, "/a/b/c")).containsExactly("ann NODE_CREATED /a/b/c");
        assertThat(events(Kind.DATA_SET, "/")).containsExactly("ann NODE_DATA_CHANGED /");
        assertThat(events(Kind.DELETED, "/b")).containsExactly("ann NODE_DELETED /b");
    }

    @Test
    void aSiblingThatBeginsAlikeIsNoDescendant() {
        register(WatchKind.RECURSIVE, "/ab", "ann");

        assertThat(events(Kind.CREATED, "/abc")).isEmpty();
        assertThat(events(Kind.CREATED, "/ab/c")).hasSize(1);
    }

    @Test
    void aWatchForOnceEndsBesideOneThatStays() {
        register(WatchKind.DATA, "/a", "ann");
        register(WatchKind.PERSISTENT, "/a", "ann");

        assertThat(events(Kind.DATA_SET, "/a")).hasSize(1);
        assertThat(has("/a", 2, "ann")).isFalse();
        assertThat(has("/a", 4, "ann")).isTrue();
    }

    @Test
    void removingOneKindLeavesTheOthers() {
        register(WatchKind.DATA, "/a", "ann");
        register(WatchKind.CHILD, "/a", "ann");
        register(WatchKind.RECURSIVE, "/a", "ann");

        assertThat(table.remove(Bytes.utf8("/a"), 2, "ann")).isTrue();
        assertThat(table.remove(Bytes.utf8("/a"), 2, "ann")).isFalse();
        assertThat(has("/a", 1, "ann")).isTrue();
        assertThat(has("/a", 5, "ann")).isTrue();
        assertThat(table.remove(Bytes.utf8("/a"), 3, "ann")).isTrue();
        assertThat(table.watcherCount()).isZero();
    }

    @Test
    void onlyOneToFiveAreWatcherTypes() {
        assertThat(IntStream.range(-10, 20).filter(type -> Kinds.ofWatcherType(type) != Kinds.NONE))
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whoIsGoneIsToldNothing() {
        register(WatchKind.DATA, "/a", "ann");
        register(WatchKind.RECURSIVE, "/", "ann");
        register(WatchKind.DATA, "/a", "bob");

        table.removeAll("ann");
        table.removeAll("somebody else");

        assertThat(events(Kind.DATA_SET, "/a")).containsExactly("bob NODE_DATA_CHANGED /a");
    }

    @Test
    void anyTextMayBeWatched() {
        for (String path : List.of("", "a", "/a/", "//", "/a//b", "no/slash/first")) {
            register(WatchKind.RECURSIVE, path, "ann");
            assertThat(has(path, 5, "ann")).isTrue();
            assertThat(events(Kind.DELETED, path)).contains("ann NODE_DELETED " + path);
        }
    }

    @Test
    void theEventsOfOneKindShareTheirPath() {
        for (int i = 0; i < 10; i++) {
            register(WatchKind.CHILD, "/a", "w" + i);
        }
        var paths = new IdentityHashMap<Bytes, Boolean>();
        table.changed(
                Kind.CREATED, Bytes.utf8("/a/b"), (watcher, type, path) -> paths.put(path, true));

        assertThat(paths).hasSize(1);
    }

    @Test
    void thePathKeptIsNotASliceOfItsFrame() {
        byte[] frame = new byte[1 << 16];
        frame[7] = '/';
        table.register(WatchKind.DATA, Bytes.wrap(frame, 7, 1), "ann");
        table.eachByPath((path, watcher) -> assertThat(path.array()).hasSize(1));
    }

    @Test
    @Fault("F101")
    void tenThousandMayWatchOnePath() {
        for (int i = 0; i < 10_000; i++) {
            register(WatchKind.DATA, "/config", "w" + i);
        }

        assertThat(events(Kind.DATA_SET, "/config")).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(table.pathCount()).isZero();
        assertThat(table.watcherCount()).isZero();
    }

    @Test
    void manyWatchesOfManyOnTheSamePathsComeAndGo() {
        for (int path = 0; path < 500; path++) {
            for (int watcher = 0; watcher < 500; watcher++) {
                register(WatchKind.DATA, "/p" + path, "w" + watcher);
            }
        }
        assertThat(table.watchCount()).isEqualTo(250_000);

        for (int watcher = 0; watcher < 500; watcher++) {
            table.removeAll("w" + watcher);
        }
        assertThat(table.watchCount()).isZero();
        assertThat(table.pathCount()).isZero();
    }

    /** All that is ever allocated on the way, outgrown tables included, bounds what is kept. */
    @Test
    void aWatchOnAPathOfItsOwnTakesUnderThreeHundredBytes() {
        int watches = 200_000;
        var paths = new ArrayList<Bytes>();
        for (int i = 0; i < watches; i++) {
            paths.add(Bytes.utf8(String.format("/service/instances/number-%012d", i)));
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < watches; i++) {
            table.register(WatchKind.DATA, paths.get(i), "ann");
        }

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / watches).isLessThan(300);
    }

    @Test
    void aChangeThatNobodyWaitsForMakesNoGarbage() {
        register(WatchKind.RECURSIVE, "/elsewhere", "ann");
        register(WatchKind.CHILD, "/elsewhere", "ann");
        var gone = Bytes.utf8("/a/b/c/d");
        Deliver<String> out = (watcher, type, path) -> {};
        table.changed(Kind.DELETED, gone, out);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            table.changed(Kind.DELETED, gone, out);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void register(WatchKind kind, String path, String watcher) {
        table.register(kind, Bytes.utf8(path), watcher);
    }

    private boolean has(String path, int watcherType, String watcher) {
        return table.has(Bytes.utf8(path), watcherType, watcher);
    }

    private List<String> events(Kind kind, String path) {
        var events = new ArrayList<String>();
        table.changed(
                kind,
                Bytes.utf8(path),
                (watcher, type, at) -> events.add(watcher + " " + type + " " + at));
        return events;
    }
}
