package io.tapio.state;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.tree.DataTree;
import io.tapio.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree as it will be once everything in flight has been applied: the committed tree under a
 * layer of the znodes that entries in flight touch.
 *
 * <p>Changes since {@link #mark()} can be taken back, which a multi needs. An entry's part of the
 * layer goes when the entry has been applied.
 */
final class PendingTree {
    private static final Bytes ROOT = Bytes.utf8("/");

    private final DataTree tree;
    private final Map<Bytes, PendingNode> layer = new HashMap<>();
    private final Deque<Touch> touches = new ArrayDeque<>();
    private final List<Undo> undo = new ArrayList<>();

    /**
     * By session, the ephemerals that entries in flight create, with the number of such entries.
     */
    private final Map<Long, Map<Bytes, Integer>> ephemerals = new HashMap<>();

    /** Entry {@code zxid} changes the path; {@code ephemeralOf} is not 0 if it creates one. */
    private record Touch(long zxid, Bytes path, long ephemeralOf) {}

    private record Undo(Bytes path, @Nullable PendingNode before) {}

    PendingTree(DataTree tree) {
        this.tree = tree;
    }

    /** The znode as it will be, or null if it will not exist. */
    @Nullable PendingNode find(Bytes path) {
        PendingNode pending = layer.get(path);
        if (pending != null) return pending.exists() ? pending : null;

        Znode node = tree.find(path);
        return node == null ? null : PendingNode.of(node);
    }

    void create(Bytes path, Acl acl, long owner, int dataLength, boolean ephemeral, long zxid) {
        put(path, PendingNode.fresh(acl, owner, dataLength, zxid), ephemeral ? owner : 0);
        if (ephemeral) {
            ephemerals.computeIfAbsent(owner, o -> new HashMap<>()).merge(path, 1, Integer::sum);
        }
        Bytes parent = parentOf(path);
        put(parent, present(parent).withChildCreated(zxid));
    }

    void delete(Bytes path, long zxid) {
        put(path, present(path).deleted(zxid));
        Bytes parent = parentOf(path);
        put(parent, present(parent).withChildDeleted(zxid));
    }

    void setData(Bytes path, int version, int dataLength, long zxid) {
        put(path, present(path).withData(version, dataLength, zxid));
    }

    void setAcl(Bytes path, Acl acl, int aversion, long zxid) {
        put(path, present(path).withAcl(acl, aversion, zxid));
    }

    /** The ephemerals that the session will own, in order of their paths. */
    List<Bytes> ephemeralsOf(long session, Collection<Bytes> committed) {
        var candidates = new LinkedHashSet<>(committed);
        candidates.addAll(ephemerals.getOrDefault(session, Map.of()).keySet());
        var owned = new ArrayList<Bytes>();
        for (Bytes path : candidates) {
            PendingNode node = find(path);
            if (node != null && node.owner() == session) owned.add(path);
        }
        owned.sort(null);
        return owned;
    }

    /** Begins a run of changes that may be taken back. */
    void mark() {
        undo.clear();
    }

    /** Takes back all changes since the mark. */
    void rollBack() {
        for (Undo step : undo.reversed()) {
            PendingNode before = step.before();
            if (before == null) layer.remove(step.path());
            else layer.put(step.path(), before);
        }
        undo.clear();
    }

    /** The entries up to {@code zxid} are in the committed tree now. */
    void applied(long zxid) {
        while (!touches.isEmpty() && touches.peek().zxid() <= zxid) {
            Touch touch = touches.remove();
            PendingNode node = layer.get(touch.path());
            if (node != null && node.touchedBy() <= zxid) layer.remove(touch.path());
            if (touch.ephemeralOf() != 0) forget(touch.ephemeralOf(), touch.path());
        }
    }

    int size() {
        return layer.size();
    }

    /** Whether nothing is kept of any entry. */
    boolean isIdle() {
        return layer.isEmpty() && touches.isEmpty() && ephemerals.isEmpty();
    }

    private void forget(long session, Bytes path) {
        ephemerals.computeIfPresent(
                session,
                (id, counts) -> {
                    counts.computeIfPresent(path, (p, count) -> count == 1 ? null : count - 1);
                    return counts.isEmpty() ? null : counts;
                });
    }

    private PendingNode present(Bytes path) {
        return Invariant.present(find(path), "only what exists is changed");
    }

    private void put(Bytes path, PendingNode node) {
        put(path, node, 0);
    }

    private void put(Bytes path, PendingNode node, long ephemeralOf) {
        undo.add(new Undo(path, layer.put(path, node)));
        touches.add(new Touch(node.touchedBy(), path, ephemeralOf));
    }

    /** The parent of a valid path other than the root. */
    static Bytes parentOf(Bytes path) {
        int slash = path.lastIndexOf((byte) '/');
        return slash == 0 ? ROOT : path.slice(0, slash);
    }
}
