package io.tapio.tree;

import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which znodes go with a session, and which may go by themselves: an index over the tree. */
public final class Owners {
    private final OwnerRules rules;
    private final Map<SessionId, Set<Znode>> ephemerals = new HashMap<>();
    private final Set<Znode> containers = new LinkedHashSet<>();
    private final Set<Znode> ttls = new LinkedHashSet<>();
    private int ephemeralCount;

    Owners(OwnerRules rules) {
        this.rules = rules;
    }

    public OwnerRules rules() {
        return rules;
    }

    /** The paths that go with a session, sorted; empty if there are none. */
    public List<Bytes> ephemeralsOf(SessionId session) {
        Set<Znode> nodes = ephemerals.getOrDefault(session, Set.of());
        var paths = new ArrayList<Bytes>(nodes.size());
        for (Znode node : nodes) {
            paths.add(node.path());
        }
        Collections.sort(paths);
        return paths;
    }

    /** The sessions that own at least one znode, in no order. */
    public Collection<SessionId> sessions() {
        return Collections.unmodifiableSet(ephemerals.keySet());
    }

    public int ephemeralCount() {
        return ephemeralCount;
    }

    /** The containers, oldest first in the life of this process. */
    public Collection<Znode> containers() {
        return Collections.unmodifiableSet(containers);
    }

    /** The znodes with a time to live, oldest first in the life of this process. */
    public Collection<Znode> ttls() {
        return Collections.unmodifiableSet(ttls);
    }

    /** Gives the znode its stored owner. */
    void own(Znode node, long owner) {
        if (owner == 0) return;

        NodeKind kind = rules.kindOf(owner);
        node.own(owner, kind instanceof NodeKind.Ephemeral);
        switch (kind) {
            case NodeKind.Persistent ignored -> {}
            case NodeKind.Unsupported ignored -> {}
            case NodeKind.Container ignored -> containers.add(node);
            case NodeKind.Ttl ignored -> ttls.add(node);
            case NodeKind.Ephemeral(SessionId session) -> {
                ephemerals.computeIfAbsent(session, s -> new LinkedHashSet<>(4)).add(node);
                ephemeralCount++;
            }
        }
    }

    void forget(Znode node) {
        if (node.owner() == 0) return;

        switch (rules.kindOf(node.owner())) {
            case NodeKind.Persistent ignored -> {}
            case NodeKind.Unsupported ignored -> {}
            case NodeKind.Container ignored -> containers.remove(node);
            case NodeKind.Ttl ignored -> ttls.remove(node);
            case NodeKind.Ephemeral(SessionId session) -> forget(session, node);
        }
    }

    private void forget(SessionId session, Znode node) {
        ephemeralCount--;
        ephemerals.computeIfPresent(
                session,
                (id, nodes) -> {
                    nodes.remove(node);
                    return nodes.isEmpty() ? null : nodes;
                });
    }
}
