package io.tapio.torture.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tree as it must stand after some writes: what one client alone would see of one server. It
 * knows only what the history itself has made; what else stands there is none of its business.
 */
final class Model {

    /** A node, to be changed by the model and by nobody else. */
    static final class Node {
        private Optional<String> data;
        private long czxid;
        private long mzxid;
        private int version;
        private int creations;
        private long pzxid;
        private long owner;

        /** The last that set its data, as far as is known. */
        private Event by;

        /** Nothing is known of it but that it is there. */
        private boolean vague;

        /** Children came or went unseen, so that it may count more of them. */
        private boolean loose;

        private Set<String> children = Set.of();

        private Node(Optional<String> data, long zxid, long owner, Event by) {
            this.data = data;
            this.by = by;
            this.czxid = zxid;
            this.mzxid = zxid;
            this.pzxid = zxid;
            this.owner = owner;
        }

        /** Empty when nobody knows. */
        Optional<String> data() {
            return data;
        }

        int version() {
            return version;
        }

        int creations() {
            return creations;
        }

        long owner() {
            return owner;
        }

        Event by() {
            return by;
        }

        boolean isVague() {
            return vague;
        }

        boolean isLoose() {
            return loose;
        }

        Set<String> children() {
            return children;
        }

        Stat stat() {
            int count = children.size();
            return new Stat(czxid, mzxid, version, 2 * creations - count, pzxid, owner, count);
        }
    }

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<Long, Set<String>> ephemerals = new HashMap<>();
    private final Changes changes;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean trying;

    Model(Changes changes) {
        this.changes = changes;
    }

    Optional<Node> at(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    Set<String> paths() {
        return nodes.keySet();
    }

    Set<String> ephemeralsOf(long session) {
        return Set.copyOf(ephemerals.getOrDefault(session, Set.of()));
    }

    // ---- writes that succeed

    void create(String path, Optional<String> data, long owner, long zxid, Event by) {
        var node = new Node(data, zxid, owner, by);
        put(path, node);
        at(Paths.parent(path))
                .ifPresent(
                        parent -> {
                            parent.creations++;
                            stamp(parent, zxid);
                            undoing(() -> parent.creations--);
                        });
        if (!trying) changes.created(path, zxid);
    }

    void set(String path, Node node, String data, long zxid, Event by) {
        var before = node.data;
        var author = node.by;
        node.by = by;
        node.data = Optional.of(data);
        node.version++;
        long mzxid = node.mzxid;
        node.mzxid = zxid;
        undoing(
                () -> {
                    node.by = author;
                    node.data = before;
                    node.version--;
                    node.mzxid = mzxid;
                });
        if (!trying) changes.set(path, zxid);
    }

    void delete(String path, long zxid) {
        remove(path);
        at(Paths.parent(path)).ifPresent(parent -> stamp(parent, zxid));
        if (!trying) changes.deleted(path, zxid);
    }

    private void stamp(Node parent, long zxid) {
        long before = parent.pzxid;
        parent.pzxid = zxid;
        undoing(() -> parent.pzxid = before);
    }

    private void put(String path, Node node) {
        nodes.put(path, node);
        if (node.owner != 0) ephemerals.computeIfAbsent(node.owner, s -> new HashSet<>()).add(path);
        at(Paths.parent(path))
                .ifPresent(
                        parent -> {
                            if (parent.children.isEmpty()) parent.children = new HashSet<>();
                            parent.children.add(Paths.name(path));
                        });
        undoing(() -> remove(path));
    }

    private void remove(String path) {
        var node = nodes.remove(path);
        if (node == null) return;
        ephemerals.getOrDefault(node.owner, new HashSet<>()).remove(path);
        at(Paths.parent(path))
                .filter(parent -> !parent.children.isEmpty())
                .ifPresent(parent -> parent.children.remove(Paths.name(path)));
        undoing(() -> put(path, node));
    }

    // ---- what nobody saw happen

    /** A node is there though nobody knows since when. */
    Node appear(String path, Event by) {
        var node = new Node(Optional.empty(), 0, 0, by);
        node.vague = true;
        put(path, node);
        at(Paths.parent(path)).ifPresent(parent -> parent.loose = true);
        return node;
    }

    /** A node is gone though nobody knows since when. */
    void vanish(String path) {
        remove(path);
        at(Paths.parent(path)).ifPresent(parent -> parent.loose = true);
    }

    /** A node is as it was seen; whether its data are still those is another question. */
    void adopt(String path, Node node, Stat seen) {
        if (node.mzxid != seen.mzxid()) node.data = Optional.empty();
        node.czxid = seen.czxid();
        node.mzxid = seen.mzxid();
        node.version = seen.version();
        node.vague = false;
        if (node.owner != seen.owner()) {
            ephemerals.getOrDefault(node.owner, new HashSet<>()).remove(path);
            node.owner = seen.owner();
            if (node.owner != 0)
                ephemerals.computeIfAbsent(node.owner, s -> new HashSet<>()).add(path);
        }
        adoptChildren(node, seen);
    }

    /** The counters of its children are as they were seen. */
    void adoptChildren(Node node, Stat seen) {
        node.pzxid = seen.pzxid();
        node.creations = seen.creations();
        node.loose = false;
    }

    void adoptData(Node node, String data) {
        node.data = Optional.of(data);
    }

    void setHidden(Node node, int times) {
        node.version += times;
        node.data = Optional.empty();
    }

    void createHidden(Node parent, int times) {
        parent.creations += times;
    }

    // ---- attempts

    /** From now on everything can be taken back, until {@link #takeBack}. */
    void attempt() {
        trying = true;
    }

    void takeBack() {
        trying = false;
        var steps = new ArrayDeque<>(undo);
        undo.clear();
        while (!steps.isEmpty()) steps.pop().run();
    }

    private void undoing(Runnable step) {
        if (trying) undo.push(step);
    }
}
