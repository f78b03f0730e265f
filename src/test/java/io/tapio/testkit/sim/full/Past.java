package io.tapio.testkit.sim.full;

import io.tapio.model.Bytes;
import io.tapio.model.Zxid;
import io.tapio.txn.Txn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tree as it was after each committed entry, by a model that is plain rather than quick. */
public final class Past {
    /** A znode between two changes. */
    public record Node(
            Bytes data, int version, Zxid created, Zxid modified, long owner, int aversion) {}

    private final Map<String, TreeMap<Long, Change>> nodes = new HashMap<>();
    private final Map<String, TreeSet<String>> children = new HashMap<>(); // there ever were
    private final Map<Long, Set<String>> owned = new HashMap<>(); // now

    /** A node from an entry on, or its absence. */
    private record Change(@Nullable Node node) {}

    void apply(Zxid at, Txn txn) {
        switch (txn) {
            case Txn.NodeCreated made -> {
                String path = made.path().toString();
                put(path, at, new Node(made.data(), 0, at, at, made.owner(), 0));
                children.computeIfAbsent(parent(path), p -> new TreeSet<>()).add(path);
                if (made.owner() != 0) {
                    owned.computeIfAbsent(made.owner(), o -> new HashSet<>()).add(path);
                }
            }
            case Txn.NodeDeleted gone -> delete(gone.path().toString(), at);
            case Txn.DataSet set -> {
                Node old = now(set.path().toString());
                if (old == null) return;
                put(
                        set.path().toString(),
                        at,
                        new Node(
                                set.data(),
                                set.version(),
                                old.created(),
                                at,
                                old.owner(),
                                old.aversion()));
            }
            case Txn.SessionClosed closed ->
                    closed.ephemerals().forEach(path -> delete(path.toString(), at));
            case Txn.Multi multi -> {
                if (!multi.failed()) multi.parts().forEach(part -> apply(at, part.txn()));
            }
            default -> {}
        }
    }

    private void delete(String path, Zxid at) {
        Node old = now(path);
        put(path, at, null);
        if (old != null && old.owner() != 0) owned.getOrDefault(old.owner(), Set.of()).remove(path);
    }

    private void put(String path, Zxid at, @Nullable Node node) {
        nodes.computeIfAbsent(path, p -> new TreeMap<>()).put(at.value(), new Change(node));
    }

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The node as it is after the last committed entry, or null. */
    public @Nullable Node now(String path) {
        return at(path, Long.MAX_VALUE);
    }

    /** The node as it was after that entry, or null. */
    public @Nullable Node at(String path, long zxid) {
        TreeMap<Long, Change> changes = nodes.get(path);
        if (changes == null) return null;

        var change = changes.floorEntry(zxid);
        return change == null ? null : change.getValue().node();
    }

    /** The names of the children after that entry, sorted. */
    public List<String> childrenAt(String path, long zxid) {
        var found = new ArrayList<String>();
        for (String child : children.getOrDefault(path, new TreeSet<>())) {
            if (at(child, zxid) != null) found.add(child.substring(child.lastIndexOf('/') + 1));
        }
        return found;
    }

    /** What that session owns now. */
    public Set<String> ownedBy(long session) {
        return Set.copyOf(owned.getOrDefault(session, Set.of()));
    }

    /** The first change of the node itself after that entry, up to another; 0 if there is none. */
    public long firstChange(String path, long after, long upTo) {
        TreeMap<Long, Change> changes = nodes.get(path);
        if (changes == null) return 0;

        Long next = changes.higherKey(after);
        return next == null || next > upTo ? 0 : next;
    }

    /** The first time that a child came or went, or the parent did. */
    public long firstChangeOfChildren(String path, long after, long upTo) {
        long first = 0;
        for (String child : children.getOrDefault(path, new TreeSet<>())) {
            TreeMap<Long, Change> changes = nodes.get(child);
            for (var each : changes.subMap(after, false, upTo, true).entrySet()) {
                boolean there = each.getValue().node() != null;
                if (there != (at(child, each.getKey() - 1) != null)) {
                    first = first == 0 ? each.getKey() : Math.min(first, each.getKey());
                    break;
                }
            }
        }
        return first;
    }
}
