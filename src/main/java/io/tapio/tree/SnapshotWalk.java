package io.tapio.tree;

import io.tapio.model.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the tree exactly as it was when the walk began, while the tree goes on changing.
 *
 * <p>The walk goes through the table by hash. A znode that is about to change or to go before the
 * walk has come to it is kept as it was; one that came into being later is not part of it. Before a
 * znode come those above it. Each step costs the same for every shape of tree, and the walk ends
 * however fast the tree grows.
 */
public final class SnapshotWalk {
    private static final long END = 1L << 32;
    private static final int BUCKETS_PER_NODE = 4; // that cost as much as giving one

    private final DataTree tree;
    private final PathTable table;
    private final int mark;
    private final long digest;
    private final int nodeCount;

    /**
     * What giving a znode costs, in hashes passed. Counted in hashes and not in buckets, of which
     * there may be ever more.
     */
    private final long nodeCost;

    private final NodeImage image = new NodeImage();
    private final ArrayDeque<NodeImage> kept = new ArrayDeque<>();
    private final ArrayList<Znode> ahead = new ArrayList<>(); // last one first
    private long at; // hashes below this are passed
    private int numbered;
    private boolean ended;

    SnapshotWalk(DataTree tree, PathTable table, int mark) {
        this.tree = tree;
        this.table = table;
        this.mark = mark;
        this.digest = tree.digest();
        this.nodeCount = tree.nodeCount();
        this.nodeCost = BUCKETS_PER_NODE * table.after(0);
    }

    /** The digest of the tree as it was when the walk began. */
    public long digest() {
        return digest;
    }

    /** How many znodes the whole walk gives. */
    public int nodeCount() {
        return nodeCount;
    }

    /** How many znodes are kept as they were, waiting for {@link #next}. */
    public int keptCount() {
        return kept.size();
    }

    /**
     * Gives at most this many further znodes; false once all were given. May give fewer, even none,
     * while there are more.
     */
    public boolean next(int maxNodes, NodeSink sink) {
        long work = maxNodes * nodeCost;
        while (work > 0 && !ended) {
            if (!kept.isEmpty()) {
                sink.node(kept.remove());
                work -= nodeCost;
            } else if (!ahead.isEmpty()) {
                if (stepAhead(sink)) work -= nodeCost;
            } else if (at < END) {
                lookInto(table.first((int) at));
                long after = table.after(at);
                work -= after - at;
                at = after;
            } else {
                end();
            }
        }
        return !ended;
    }

    /** Ends a walk that nobody wants any more; takes the time of what was left of it. */
    public void abandon() {
        boolean more = true;
        while (more) {
            more = next(Integer.MAX_VALUE, ignored -> {});
        }
    }

    /** Keeps the znode as it is, and those above it, if the walk has yet to come to them. */
    void beforeChange(Znode node) {
        if (isPassed(node)) return;

        int base = ahead.size();
        for (Znode each = node; !isPassed(each); each = each.parent) {
            ahead.add(each);
            if (each.isRoot()) break;
        }
        while (ahead.size() > base) {
            kept.add(pass(ahead.removeLast(), new NodeImage()));
        }
    }

    private void lookInto(@Nullable Znode first) {
        for (Znode each = first; each != null; each = each.next) {
            if (!isPassed(each)) ahead.add(each);
        }
    }

    /** Takes one step with the znode that comes next: up to its parent, out, or away. */
    private boolean stepAhead(NodeSink sink) {
        Znode node = ahead.getLast();
        if (!isPassed(node) && !node.isRoot() && !isPassed(node.parent)) {
            ahead.add(node.parent);
            return false;
        }
        ahead.removeLast();
        if (isPassed(node)) return false;

        sink.node(pass(node, image));
        return true;
    }

    private NodeImage pass(Znode node, NodeImage into) {
        node.mark(mark);
        int number = numbered++;
        Family family = node.family();
        if (family != null) family.number = number;
        return into.of(node, node.isRoot() ? -1 : parentNumber(node));
    }

    private static int parentNumber(Znode node) {
        Family family = node.parent.family();
        if (family == null) throw new Invariant.Broken("a parent has children");
        return family.number;
    }

    private boolean isPassed(Znode node) {
        return node.mark() == mark;
    }

    private void end() {
        Invariant.holds(numbered == nodeCount, "a walk passes every znode once");
        ended = true;
        tree.walkEnded();
    }
}
