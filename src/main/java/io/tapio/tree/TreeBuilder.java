package io.tapio.tree;

import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of a snapshot from its znodes, in the order in which they were given.
 *
 * <p>What cannot be a tree is {@link MalformedInput}. Znodes of the system that are missing are
 * added as on a fresh server.
 */
public final class TreeBuilder {
    private final OwnerRules rules;
    private @Nullable DataTree tree; // from the root on
    private @Nullable Znode[] nodes = new @Nullable Znode[64];
    private int[] pathLengths = new int[64]; // 0 for the root
    private int count;

    public TreeBuilder(OwnerRules rules) {
        this.rules = rules;
    }

    /** How many znodes were added; the number of the next one. */
    public int count() {
        return count;
    }

    public void add(NodeImage image) {
        if (count == nodes.length) grow();
        nodes[count] = tree == null ? root(image) : below(tree, image);
        count++;
    }

    /** The finished tree; this builder must not be used any more. */
    public DataTree finish() {
        if (tree == null) throw new MalformedInput("a snapshot without a root");
        tree.finishRestore();
        return tree;
    }

    private Znode root(NodeImage image) {
        if (image.parent() != -1 || !image.name().isEmpty()) {
            throw new MalformedInput("a snapshot begins with the root");
        }
        tree = new DataTree(rules, image);
        return tree.root();
    }

    private Znode below(DataTree begun, NodeImage image) {
        int number = image.parent();
        if (number < 0 || number >= count) throw new MalformedInput("no parent " + number);
        Bytes name = image.name();
        if (name.isEmpty() || name.lastIndexOf((byte) '/') >= 0) {
            throw new MalformedInput("not a name: '" + name + "'");
        }
        Znode parent = Objects.requireNonNull(nodes[number]);
        if (begun.child(parent, name) != null) throw new MalformedInput("twice: " + name);
        pathLengths[count] = pathLengths[number] + 1 + name.length();
        return begun.restore(parent, image, pathLengths[count]);
    }

    private void grow() {
        int capacity = count + (count >> 1);
        nodes = Arrays.copyOf(nodes, capacity);
        pathLengths = Arrays.copyOf(pathLengths, capacity);
    }
}
