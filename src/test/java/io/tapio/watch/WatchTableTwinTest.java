package io.tapio.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Bytes;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table and its slow twin, through the same long series of operations. */
class WatchTableTwinTest {
    private static final int STEPS = 40_000;

    private final WatchTable<String> table = new WatchTable<>();
    private final ObviousWatches twin = new ObviousWatches();
    private SplittableRandom random = new SplittableRandom(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothTellTheSameWatchersTheSameEventsInTheSameOrder(long seed) {
        random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> register();
                case 5 -> remove();
                case 6 -> removeAllSometimes();
                default -> change();
            }
            compareOneWatch();
            if (step % 100 == 0) compareCounts();
        }
    }

    private void register() {
        var kind = WatchKind.values()[random.nextInt(4)];
        String path = path();
        String watcher = watcher();
        table.register(kind, bytes(path), watcher);
        twin.register(kind, path, watcher);
    }

    private void remove() {
        String path = path();
        String watcher = watcher();
        int type = random.nextInt(0, 7);

        assertThat(table.remove(bytes(path), type, watcher))
                .isEqualTo(twin.remove(path, type, watcher));
    }

    private void removeAllSometimes() {
        if (random.nextInt(20) != 0) return;

        String watcher = watcher();
        table.removeAll(watcher);
        twin.removeAll(watcher);
    }

    private void change() {
        var kind = TreeChange.Kind.values()[random.nextInt(3)];
        String path = path();
        var told = new TreeMap<String, List<String>>();
        var expected = new TreeMap<String, List<String>>();
        table.changed(kind, bytes(path), into(told));
        twin.changed(kind, path, into(expected));

        assertThat(told).isEqualTo(expected);
    }

    private void compareOneWatch() {
        String path = path();
        String watcher = watcher();
        for (int type = 0; type < 7; type++) {
            assertThat(table.has(bytes(path), type, watcher))
                    .isEqualTo(twin.has(path, type, watcher));
        }
    }

    private void compareCounts() {
        assertThat(table.watchCount()).isEqualTo(twin.watchCount());
        assertThat(table.pathCount()).isEqualTo(twin.pathCount());
        assertThat(table.watcherCount()).isEqualTo(twin.watcherCount());
        assertThat(table.dataWatches())
                .isEqualTo(
                        new WatchTable.DataWatches(
                                twin.dataWatchers().size(),
                                twin.dataPaths().size(),
                                twin.dataWatchCount()));
        compareListings();
    }

    private void compareListings() {
        var byWatcher = new ArrayList<String>();
        var watchersInTurn = new ArrayList<String>();
        table.eachByWatcher(
                (watcher, path) -> {
                    byWatcher.add(watcher + " " + path);
                    addTurn(watchersInTurn, watcher);
                });
        var byPath = new ArrayList<String>();
        var pathsInTurn = new ArrayList<String>();
        table.eachByPath(
                (path, watcher) -> {
                    byPath.add(watcher + " " + path);
                    addTurn(pathsInTurn, path.toString());
                });

        assertThat(byWatcher).doesNotHaveDuplicates();
        assertThat(Set.copyOf(byWatcher)).isEqualTo(twin.dataWatches());
        assertThat(byPath).hasSameSizeAs(byWatcher);
        assertThat(new HashSet<>(byPath)).isEqualTo(twin.dataWatches());
        assertThat(watchersInTurn).doesNotHaveDuplicates();
        assertThat(pathsInTurn).doesNotHaveDuplicates();
    }

    private static void addTurn(List<String> turns, String whose) {
        if (turns.isEmpty() || !turns.getLast().equals(whose)) turns.add(whose);
    }

    private static Deliver<String> into(Map<String, List<String>> told) {
        return (watcher, type, path) ->
                told.computeIfAbsent(watcher, w -> new ArrayList<>()).add(type + " " + path);
    }

    private String watcher() {
        return "w" + random.nextInt(7);
    }

    private String path() {
        var path = new StringBuilder();
        for (int depth = random.nextInt(5); depth > 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** A path as it comes in a frame: a slice of something larger. */
    private Bytes bytes(String path) {
        return Bytes.utf8("xx" + path + "yy").slice(2, 2 + path.length());
    }
}
