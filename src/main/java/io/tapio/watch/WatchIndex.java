package io.tapio.watch;

import io.tapio.model.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds watches so that each is found by path, by watcher, and by both, in constant time.
 *
 * <p>A {@link Watch} is one watcher on one path, in whatever kinds. It is a link of three chains:
 * those on its path, those of its watcher, and those of its bucket in {@code watches}. A path or a
 * watcher is forgotten together with its last watch; tables shrink as well as grow.
 */
final class WatchIndex<W> {
    private static final int SMALLEST_TABLE = 64;

    private @Nullable WatchedPath<W>[] paths = pathTable(SMALLEST_TABLE);
    private @Nullable Watch<W>[] watches = watchTable(SMALLEST_TABLE);
    private final Map<W, Watcher<W>> watchers = new HashMap<>();
    private final Census census = new Census();
    private int pathCount;
    private int watchCount;
    private int watcherNumber;

    /** How many watches, paths and watchers there are in ZooKeeper's two tables. */
    static final class Census {
        int dataWatches;
        int childWatches;
        int recursiveWatches;
        int dataPaths;
        int dataWatchers;
    }

    /** A path that somebody watches; {@code path} has no byte too many. */
    static final class WatchedPath<W> {
        final byte[] path;
        private final int hash;
        private @Nullable WatchedPath<W> nextInBucket;
        @Nullable Watch<W> first;
        private int dataWatches;

        private WatchedPath(Bytes path) {
            this.path = path.toArray();
            this.hash = path.hashCode();
        }

        private boolean is(byte[] array, int from, int length, int hashOfThese) {
            return hash == hashOfThese
                    && Arrays.equals(path, 0, path.length, array, from, from + length);
        }
    }

    /** Somebody who watches; {@code toldBy} is the number of the last trigger that told it. */
    static final class Watcher<W> {
        final W who;
        private final int number;
        private @Nullable Watch<W> first;
        private int dataWatches;
        long toldBy;

        private Watcher(W who, int number) {
            this.who = who;
            this.number = number;
        }
    }

    /** One watcher on one path; {@code kinds} are bits of {@link Kinds}, at least one. */
    static final class Watch<W> {
        final Watcher<W> watcher;
        final WatchedPath<W> path;
        int kinds;
        private @Nullable Watch<W> nextInBucket;
        @Nullable Watch<W> nextOnPath;
        private @Nullable Watch<W> previousOnPath;
        private @Nullable Watch<W> nextOfWatcher;
        private @Nullable Watch<W> previousOfWatcher;

        private Watch(Watcher<W> watcher, WatchedPath<W> path) {
            this.watcher = watcher;
            this.path = path;
        }
    }

    Census census() {
        return census;
    }

    int watchCount() {
        return watchCount;
    }

    int pathCount() {
        return pathCount;
    }

    int watcherCount() {
        return watchers.size();
    }

    /** The kinds in which {@code who} watches {@code path}. */
    int kinds(Bytes path, W who) {
        Watch<W> watch = find(path, who);
        return watch == null ? 0 : watch.kinds;
    }

    void add(Bytes path, W who, int kinds) {
        Watcher<W> watcher = watchers.get(who);
        if (watcher == null) {
            watcher = new Watcher<>(who, watcherNumber++);
            watchers.put(who, watcher);
        }
        WatchedPath<W> watched = findPath(path);
        if (watched == null) watched = newPath(path);
        Watch<W> watch = find(watcher, watched);
        if (watch == null) watch = newWatch(watcher, watched);
        count(watch, watch.kinds, watch.kinds | kinds);
        watch.kinds |= kinds;
    }

    /** Takes {@code kinds} away from the watch, which is forgotten if none is left. */
    void remove(Watch<W> watch, int kinds) {
        int left = watch.kinds & ~kinds;
        count(watch, watch.kinds, left);
        watch.kinds = left;
        if (left == 0) forget(watch);
    }

    /** Whether {@code who} watched {@code path} in one of {@code kinds}, as it does no more. */
    boolean remove(Bytes path, W who, int kinds) {
        Watch<W> watch = find(path, who);
        if (watch == null || (watch.kinds & kinds) == 0) return false;

        remove(watch, kinds);
        return true;
    }

    void removeAll(W who) {
        Watcher<W> watcher = watchers.get(who);
        while (watcher != null && watcher.first != null) {
            remove(watcher.first, watcher.first.kinds);
        }
    }

    /** Shows every watch of the data table, those of one watcher in a row. */
    void eachDataWatchByWatcher(Consumer<Watch<W>> visit) {
        for (Watcher<W> watcher : watchers.values()) {
            for (var watch = watcher.first; watch != null; watch = watch.nextOfWatcher) {
                if (isData(watch.kinds)) visit.accept(watch);
            }
        }
    }

    /** Shows every watch of the data table, those of one path in a row. */
    void eachDataWatchByPath(Consumer<Watch<W>> visit) {
        for (var head : paths) {
            for (var path = head; path != null; path = path.nextInBucket) {
                for (var watch = path.first; watch != null; watch = watch.nextOnPath) {
                    if (isData(watch.kinds)) visit.accept(watch);
                }
            }
        }
    }

    @Nullable WatchedPath<W> findPath(Bytes path) {
        return findPath(path.array(), path.offset(), path.length(), path.hashCode());
    }

    @Nullable WatchedPath<W> findPath(byte[] array, int from, int length) {
        return findPath(array, from, length, Bytes.hash(array, from, from + length));
    }

    private @Nullable WatchedPath<W> findPath(byte[] array, int from, int length, int hash) {
        var path = paths[hash & (paths.length - 1)];
        while (path != null && !path.is(array, from, length, hash)) {
            path = path.nextInBucket;
        }
        return path;
    }

    private @Nullable Watch<W> find(Bytes path, W who) {
        Watcher<W> watcher = watchers.get(who);
        if (watcher == null) return null;

        WatchedPath<W> watched = findPath(path);
        return watched == null ? null : find(watcher, watched);
    }

    private @Nullable Watch<W> find(Watcher<W> watcher, WatchedPath<W> path) {
        var watch = watches[hash(watcher, path) & (watches.length - 1)];
        while (watch != null && !(watch.watcher == watcher && watch.path == path)) {
            watch = watch.nextInBucket;
        }
        return watch;
    }

    private static int hash(Watcher<?> watcher, WatchedPath<?> path) {
        int mixed = (path.hash + watcher.number * 0x9E37_79B9) * 0x85EB_CA6B;
        return mixed ^ (mixed >>> 15);
    }

    private WatchedPath<W> newPath(Bytes path) {
        if (pathCount == paths.length) resizePaths(2 * paths.length);
        var watched = new WatchedPath<W>(path);
        int bucket = watched.hash & (paths.length - 1);
        watched.nextInBucket = paths[bucket];
        paths[bucket] = watched;
        pathCount++;
        return watched;
    }

    private Watch<W> newWatch(Watcher<W> watcher, WatchedPath<W> path) {
        if (watchCount == watches.length) resizeWatches(2 * watches.length);
        var watch = new Watch<>(watcher, path);
        int bucket = hash(watcher, path) & (watches.length - 1);
        watch.nextInBucket = watches[bucket];
        watches[bucket] = watch;
        watchCount++;
        linkToPath(watch);
        linkToWatcher(watch);
        return watch;
    }

    private void linkToPath(Watch<W> watch) {
        Watch<W> next = watch.path.first;
        watch.nextOnPath = next;
        if (next != null) next.previousOnPath = watch;
        watch.path.first = watch;
    }

    private void linkToWatcher(Watch<W> watch) {
        Watch<W> next = watch.watcher.first;
        watch.nextOfWatcher = next;
        if (next != null) next.previousOfWatcher = watch;
        watch.watcher.first = watch;
    }

    private void forget(Watch<W> watch) {
        unlinkFromBucket(watch);
        unlinkFromPath(watch);
        unlinkFromWatcher(watch);
        if (watch.path.first == null) forget(watch.path);
        if (watch.watcher.first == null) watchers.remove(watch.watcher.who);
    }

    private void unlinkFromPath(Watch<W> watch) {
        Watch<W> previous = watch.previousOnPath;
        Watch<W> next = watch.nextOnPath;
        if (previous == null) watch.path.first = next;
        else previous.nextOnPath = next;
        if (next != null) next.previousOnPath = previous;
    }

    private void unlinkFromWatcher(Watch<W> watch) {
        Watch<W> previous = watch.previousOfWatcher;
        Watch<W> next = watch.nextOfWatcher;
        if (previous == null) watch.watcher.first = next;
        else previous.nextOfWatcher = next;
        if (next != null) next.previousOfWatcher = previous;
    }

    private void unlinkFromBucket(Watch<W> watch) {
        int bucket = hash(watch.watcher, watch.path) & (watches.length - 1);
        Watch<W> before = null;
        for (var each = watches[bucket]; each != watch && each != null; each = each.nextInBucket) {
            before = each;
        }
        if (before == null) watches[bucket] = watch.nextInBucket;
        else before.nextInBucket = watch.nextInBucket;
        watchCount--;
        if (isSparse(watchCount, watches.length)) resizeWatches(watches.length / 2);
    }

    private void forget(WatchedPath<W> path) {
        int bucket = path.hash & (paths.length - 1);
        WatchedPath<W> before = null;
        for (var each = paths[bucket]; each != path && each != null; each = each.nextInBucket) {
            before = each;
        }
        if (before == null) paths[bucket] = path.nextInBucket;
        else before.nextInBucket = path.nextInBucket;
        pathCount--;
        if (isSparse(pathCount, paths.length)) resizePaths(paths.length / 2);
    }

    private static boolean isSparse(int count, int tableLength) {
        return tableLength > SMALLEST_TABLE && count < tableLength / 8;
    }

    private void resizePaths(int length) {
        @Nullable WatchedPath<W>[] old = paths;
        paths = pathTable(length);
        for (var head : old) {
            var path = head;
            while (path != null) {
                var next = path.nextInBucket;
                int bucket = path.hash & (length - 1);
                path.nextInBucket = paths[bucket];
                paths[bucket] = path;
                path = next;
            }
        }
    }

    private void resizeWatches(int length) {
        @Nullable Watch<W>[] old = watches;
        watches = watchTable(length);
        for (var head : old) {
            var watch = head;
            while (watch != null) {
                var next = watch.nextInBucket;
                int bucket = hash(watch.watcher, watch.path) & (length - 1);
                watch.nextInBucket = watches[bucket];
                watches[bucket] = watch;
                watch = next;
            }
        }
    }

    private void count(Watch<W> watch, int before, int after) {
        int data = change(before, after, Kinds.IN_DATA_TABLE);
        census.dataWatches += data;
        census.childWatches += change(before, after, Kinds.IN_CHILD_TABLE);
        census.recursiveWatches += change(before, after, Kinds.RECURSIVE);
        if (data == 0) return;

        watch.path.dataWatches += data;
        watch.watcher.dataWatches += data;
        census.dataPaths += firstOrLast(watch.path.dataWatches, data);
        census.dataWatchers += firstOrLast(watch.watcher.dataWatches, data);
    }

    private static int change(int before, int after, int kinds) {
        return Integer.signum(after & kinds) - Integer.signum(before & kinds);
    }

    /**
     * What the first one adds to, and the last one takes from, the number of those who have any.
     */
    private static int firstOrLast(int now, int change) {
        return now == Math.max(change, 0) ? change : 0;
    }

    private static boolean isData(int kinds) {
        return (kinds & Kinds.IN_DATA_TABLE) != 0;
    }

    @SuppressWarnings("unchecked")
    private static <W> @Nullable WatchedPath<W>[] pathTable(int length) {
        return (WatchedPath<W>[]) new WatchedPath<?>[length];
    }

    @SuppressWarnings("unchecked")
    private static <W> @Nullable Watch<W>[] watchTable(int length) {
        return (Watch<W>[]) new Watch<?>[length];
    }
}
