package io.tapio.watch;

import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.state.TreeChange;
import io.tapio.state.WatchKind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The slow, obvious twin of {@link WatchTable}: two tables of sets, as the protocol's description
 * has them.
 */
final class ObviousWatches {
    enum Mode {
        ONCE,
        PERSISTENT,
        RECURSIVE
    }

    private final Map<String, Map<String, Set<Mode>>> data = new TreeMap<>();
    private final Map<String, Map<String, Set<Mode>>> child = new TreeMap<>();

    void register(WatchKind kind, String path, String watcher) {
        switch (kind) {
            case DATA -> add(data, path, watcher, Mode.ONCE);
            case CHILD -> add(child, path, watcher, Mode.ONCE);
            case PERSISTENT -> {
                add(data, path, watcher, Mode.PERSISTENT);
                add(child, path, watcher, Mode.PERSISTENT);
            }
            case RECURSIVE -> add(data, path, watcher, Mode.RECURSIVE);
        }
    }

    boolean has(String path, int watcherType, String watcher) {
        return switch (watcherType) {
            case 1 -> has(child, path, watcher, Mode.ONCE);
            case 2 -> has(data, path, watcher, Mode.ONCE);
            case 3 ->
                    has(path, 1, watcher)
                            || has(path, 2, watcher)
                            || has(path, 4, watcher)
                            || has(path, 5, watcher);
            case 4 -> has(data, path, watcher, Mode.PERSISTENT);
            case 5 -> has(data, path, watcher, Mode.RECURSIVE);
            default -> false;
        };
    }

    boolean remove(String path, int watcherType, String watcher) {
        boolean had = has(path, watcherType, watcher);
        switch (watcherType) {
            case 1 -> remove(child, path, watcher, Mode.ONCE);
            case 2 -> remove(data, path, watcher, Mode.ONCE);
            case 3 -> {
                for (Mode mode : Mode.values()) {
                    remove(data, path, watcher, mode);
                    remove(child, path, watcher, mode);
                }
            }
            case 4 -> {
                remove(data, path, watcher, Mode.PERSISTENT);
                remove(child, path, watcher, Mode.PERSISTENT);
            }
            case 5 -> remove(data, path, watcher, Mode.RECURSIVE);
            default -> {}
        }
        return had;
    }

    void removeAll(String watcher) {
        for (var table : Set.of(data, child)) {
            for (String path : Set.copyOf(table.keySet())) {
                for (Mode mode : Mode.values()) {
                    remove(table, path, watcher, mode);
                }
            }
        }
    }

    void changed(TreeChange.Kind kind, String path, Deliver<String> out) {
        switch (kind) {
            case CREATED -> {
                trigger(data, path, EventType.NODE_CREATED, Set.of(), out);
                triggerParent(path, out);
            }
            case DELETED -> {
                var told = trigger(data, path, EventType.NODE_DELETED, Set.of(), out);
                trigger(child, path, EventType.NODE_DELETED, told, out);
                triggerParent(path, out);
            }
            case DATA_SET -> trigger(data, path, EventType.NODE_DATA_CHANGED, Set.of(), out);
        }
    }

    int watchCount() {
        return dataWatchCount() + entries(child);
    }

    int dataWatchCount() {
        return entries(data);
    }

    /** Who watches which path in the data table, as {@code watcher path}. */
    Set<String> dataWatches() {
        var watches = new HashSet<String>();
        data.forEach((path, by) -> by.keySet().forEach(who -> watches.add(who + " " + path)));
        return watches;
    }

    Set<String> dataPaths() {
        return data.keySet();
    }

    Set<String> dataWatchers() {
        return watchers(data);
    }

    int pathCount() {
        var paths = new HashSet<>(data.keySet());
        paths.addAll(child.keySet());
        return paths.size();
    }

    int watcherCount() {
        var watchers = watchers(data);
        watchers.addAll(watchers(child));
        return watchers.size();
    }

    private void triggerParent(String path, Deliver<String> out) {
        if (path.equals("/")) return;

        int slash = path.lastIndexOf('/');
        String parent = slash == 0 ? "/" : path.substring(0, slash);
        trigger(child, parent, EventType.NODE_CHILDREN_CHANGED, Set.of(), out);
    }

    private static Set<String> trigger(
            Map<String, Map<String, Set<Mode>>> table,
            String path,
            EventType type,
            Set<String> alreadyTold,
            Deliver<String> out) {
        var told = new LinkedHashSet<String>();
        for (String at = path; ; at = at.lastIndexOf('/') == 0 ? "/" : parentOf(at)) {
            boolean here = at.equals(path);
            for (var entry : Map.copyOf(table.getOrDefault(at, Map.of())).entrySet()) {
                if (here || entry.getValue().contains(Mode.RECURSIVE)) told.add(entry.getKey());
                if (here) remove(table, at, entry.getKey(), Mode.ONCE);
            }
            if (at.equals("/")) break;
        }
        told.removeAll(alreadyTold);
        told.forEach(watcher -> out.event(watcher, type, Bytes.utf8(path)));
        return told;
    }

    private static String parentOf(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static void add(
            Map<String, Map<String, Set<Mode>>> table, String path, String watcher, Mode mode) {
        table.computeIfAbsent(path, p -> new HashMap<>())
                .computeIfAbsent(watcher, w -> EnumSet.noneOf(Mode.class))
                .add(mode);
    }

    private static boolean has(
            Map<String, Map<String, Set<Mode>>> table, String path, String watcher, Mode mode) {
        return table.getOrDefault(path, Map.of()).getOrDefault(watcher, Set.of()).contains(mode);
    }

    private static void remove(
            Map<String, Map<String, Set<Mode>>> table, String path, String watcher, Mode mode) {
        if (!has(table, path, watcher, mode)) return;

        var watchers = table.get(path);
        var modes = watchers.get(watcher);
        modes.remove(mode);
        if (modes.isEmpty()) watchers.remove(watcher);
        if (watchers.isEmpty()) table.remove(path);
    }

    private static int entries(Map<String, Map<String, Set<Mode>>> table) {
        return table.values().stream().mapToInt(Map::size).sum();
    }

    private static Set<String> watchers(Map<String, Map<String, Set<Mode>>> table) {
        var watchers = new HashSet<String>();
        table.values().forEach(by -> watchers.addAll(by.keySet()));
        return watchers;
    }
}
