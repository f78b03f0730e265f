package io.tapio.torture.history;

import io.tapio.torture.history.Model.Node;

/** Holds a Stat, or data, that a client was told against the node in the model. */
final class Comparison {
    private final Model model;
    private final Doubts doubts;
    private final Presence presence;
    private final Findings findings;

    /**
     * Something that was told.
     *
     * @param promise that is broken if it is wrong
     */
    record Told(Promise promise, Event by, long heard) {}

    Comparison(Model model, Doubts doubts, Presence presence, Findings findings) {
        this.model = model;
        this.doubts = doubts;
        this.presence = presence;
        this.findings = findings;
    }

    void stat(Told told, String path, Stat seen) {
        var found = presence.there(path, told.heard, told.by);
        if (found.isEmpty()) {
            boolean left = seen.owner() != 0;
            add(
                    left ? Promise.C8 : told.promise,
                    left
                            ? "an ephemeral node is seen whose time is over"
                            : "a node is seen that cannot be there",
                    told.by);
            return;
        }
        var node = found.get();
        if (node.isVague()) model.adopt(path, node, seen);
        if (!isSameNode(told, path, node, seen)) return;
        compareData(told, path, node, seen);
        compareChildren(told, path, node, seen);
    }

    /** If it is another one, that is explained or said here. */
    private boolean isSameNode(Told told, String path, Node node, Stat seen) {
        var stat = node.stat();
        if (stat.owner() != seen.owner() && stat.czxid() == seen.czxid()) {
            add(Promise.C8, "an ephemeral node belongs to another session", node.by(), told.by);
            return false;
        }
        if (stat.czxid() == seen.czxid()) return true;
        if (presence.gone(path, told.heard) && doubts.takeCreate(path, told.heard)) {
            model.adopt(path, model.appear(path, told.by), seen);
            return false;
        }
        add(told.promise, "another node is seen than the one that was made", node.by(), told.by);
        return false;
    }

    private void compareData(Told told, String path, Node node, Stat seen) {
        var stat = node.stat();
        int more = seen.version() - stat.version();
        if (more == 0 && stat.mzxid() == seen.mzxid()) return;
        boolean later = seen.mzxid() >= stat.mzxid();
        boolean hidden = more == 0 && node.data().isEmpty();
        if (later && (hidden || (more > 0 && doubts.takeSets(path, more, told.heard)))) {
            doubts.touch(path);
            model.adopt(path, node, seen);
            return;
        }
        var says =
                seen.mzxid() < stat.mzxid() || more < 0
                        ? "an older state is seen than the one that stood there"
                        : "a newer state is seen than the one that stood there";
        add(told.promise, says, node.by(), told.by);
    }

    private void compareChildren(Told told, String path, Node node, Stat seen) {
        var stat = node.stat();
        boolean sameCount = stat.children() == seen.children();
        if (sameCount && stat.cversion() == seen.cversion() && stat.pzxid() == seen.pzxid()) return;
        boolean inDoubt = presence.isInDoubt(path, node, told.heard);
        if (inDoubt || (sameCount && node.isLoose() && seen.pzxid() >= stat.pzxid())) {
            if (sameCount) model.adoptChildren(node, seen);
            doubts.touch(path);
            return;
        }
        add(told.promise, "the children of a node are counted wrongly", node.by(), told.by);
    }

    void data(Told told, String path, String seen) {
        var found = model.at(path);
        if (found.isEmpty()) return; // that has been said
        var node = found.get();
        if (node.data().isEmpty()) model.adoptData(node, seen);
        else if (!node.data().get().equals(seen)) {
            add(
                    told.promise,
                    "other data are seen than those that stood there",
                    node.by(),
                    told.by);
        }
    }

    private void add(Promise promise, String says, Event... concerned) {
        findings.add(promise, says, concerned);
    }
}
