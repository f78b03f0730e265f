package io.tapio.watch;

import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchKind;
import io.tapio.watch.WatchIndex.Watch;
import io.tapio.watch.WatchIndex.WatchedPath;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be told of which change; {@code W} is whatever stands for one connection.
 *
 * <p>Paths are plain strings: nothing says that they exist or are valid. A watcher that is gone
 * must be {@linkplain #removeAll removed}. Not for two threads at once.
 */
public final class WatchTable<W> {
    private static final byte SLASH = '/';

    private final WatchIndex<W> index = new WatchIndex<>();

    /** The number of the last trigger: a watcher is told once by each. */
    private long trigger;

    public void register(WatchKind kind, Bytes path, W watcher) {
        index.add(path, watcher, Kinds.of(kind));
    }

    /** Whether the watcher waits for the path in a way that {@code watcherType} means. */
    public boolean has(Bytes path, int watcherType, W watcher) {
        return (index.kinds(path, watcher) & Kinds.ofWatcherType(watcherType)) != 0;
    }

    /** Ends what {@link #has} tells; whether there was any such watch. */
    public boolean remove(Bytes path, int watcherType, W watcher) {
        return index.remove(path, watcher, Kinds.ofWatcherType(watcherType));
    }

    public void removeAll(W watcher) {
        index.removeAll(watcher);
    }

    /**
     * Tells everybody whom the change concerns, and forgets the watches for once that it used up.
     *
     * <p>The order of the events is part of the protocol: first those of the znode itself, then
     * those of its parent's list of children. Between watchers there is none.
     */
    public void changed(TreeChange.Kind kind, Bytes path, Deliver<W> out) {
        if (index.watchCount() == 0) return;

        switch (kind) {
            case CREATED -> {
                triggerData(path, EventType.NODE_CREATED, out);
                triggerParent(path, out);
            }
            case DELETED -> {
                triggerData(path, EventType.NODE_DELETED, out);
                // Still the same trigger: whoever was told as a watcher of data is not told again.
                triggerChild(index.findPath(path), EventType.NODE_DELETED, path, out);
                triggerParent(path, out);
            }
            case DATA_SET -> triggerData(path, EventType.NODE_DATA_CHANGED, out);
        }
    }

    /** Entries of both tables, as {@code zk_watch_count} has it: a persistent watch makes two. */
    public int watchCount() {
        return index.census().dataWatches + index.census().childWatches;
    }

    /** Paths that somebody watches in any way. */
    public int pathCount() {
        return index.pathCount();
    }

    /** Those who watch anything. */
    public int watcherCount() {
        return index.watcherCount();
    }

    /** What {@code wchs} shows: the table of data watches alone. */
    public record DataWatches(int watchers, int paths, int watches) {}

    public DataWatches dataWatches() {
        var census = index.census();
        return new DataWatches(census.dataWatchers, census.dataPaths, census.dataWatches);
    }

    /** Shows the data watches, those of one watcher in a row, as {@code wchc} wants them. */
    public void eachByWatcher(BiConsumer<W, Bytes> visit) {
        index.eachDataWatchByWatcher(
                watch -> visit.accept(watch.watcher.who, Bytes.wrap(watch.path.path)));
    }

    /** Shows the data watches, those of one path in a row, as {@code wchp} wants them. */
    public void eachByPath(BiConsumer<Bytes, W> visit) {
        index.eachDataWatchByPath(
                watch -> visit.accept(Bytes.wrap(watch.path.path), watch.watcher.who));
    }

    private void triggerData(Bytes path, EventType type, Deliver<W> out) {
        trigger++;
        if (index.census().dataWatches == 0) return;

        tell(index.findPath(path), Kinds.IN_DATA_TABLE, Kinds.DATA, type, path, out);
        if (index.census().recursiveWatches > 0) triggerAncestors(path, type, out);
    }

    private void triggerAncestors(Bytes path, EventType type, Deliver<W> out) {
        int slash = path.lastIndexOf(SLASH);
        while (slash >= 0 && path.length() > 1) {
            var ancestor = index.findPath(path.array(), path.offset(), Math.max(slash, 1));
            tell(ancestor, Kinds.RECURSIVE, Kinds.NONE, type, path, out);
            slash = lastSlashBefore(path, slash);
        }
    }

    private static int lastSlashBefore(Bytes path, int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (path.at(i) == SLASH) return i;
        }
        return -1;
    }

    private void triggerParent(Bytes path, Deliver<W> out) {
        trigger++;
        int slash = path.lastIndexOf(SLASH);
        if (index.census().childWatches == 0 || slash < 0 || path.length() == 1) return;

        var parent = index.findPath(path.array(), path.offset(), Math.max(slash, 1));
        if (parent == null) return;

        triggerChild(parent, EventType.NODE_CHILDREN_CHANGED, Bytes.wrap(parent.path), out);
    }

    private void triggerChild(
            @Nullable WatchedPath<W> watched, EventType type, Bytes path, Deliver<W> out) {
        tell(watched, Kinds.IN_CHILD_TABLE, Kinds.CHILD, type, path, out);
    }

    /**
     * Tells those on {@code watched} whose watch has one of {@code kinds} and whom this trigger has
     * not told yet. The watches for {@code once} end, told or not.
     */
    private void tell(
            @Nullable WatchedPath<W> watched,
            int kinds,
            int once,
            EventType type,
            Bytes path,
            Deliver<W> out) {
        Watch<W> watch = watched == null ? null : watched.first;
        while (watch != null) {
            Watch<W> next = watch.nextOnPath;
            if ((watch.kinds & kinds) != 0) {
                var watcher = watch.watcher;
                if (once != Kinds.NONE) index.remove(watch, once);
                if (watcher.toldBy != trigger) {
                    watcher.toldBy = trigger;
                    out.event(watcher.who, type, path);
                }
            }
            watch = next;
        }
    }
}
