package io.tapio.tree;

import io.tapio.model.Invariant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The children of a znode and what is counted about them; kept when the last child has gone. */
final class Family {
    private static final int SMALLEST = 2;
    private static final int SHRINKS_FROM = 16;

    /** Children ever created, as decided by the leader. */
    int cversion;

    long pzxid;

    /** The number of the parent in the snapshot being walked; valid once the walk has passed it. */
    int number;

    private @Nullable Znode[] children = new @Nullable Znode[SMALLEST];
    private int count;

    Family(long pzxid) {
        this.pzxid = pzxid;
    }

    int count() {
        return count;
    }

    Znode child(int place) {
        return Objects.requireNonNull(children[place]);
    }

    /** Takes in a child and returns its place. */
    int add(Znode child) {
        if (count == children.length) {
            children = Arrays.copyOf(children, count + (count >> 1) + 1);
        }
        children[count] = child;
        return count++;
    }

    /** Takes out the child; the last one moves to its place. */
    void remove(Znode child) {
        int place = child.place();
        Invariant.holds(children[place] == child, "a child knows its place");
        Znode last = child(--count);
        children[place] = last;
        last.place(place);
        children[count] = null;
        if (children.length >= SHRINKS_FROM && count <= children.length / 4) {
            children = Arrays.copyOf(children, Math.max(SMALLEST, children.length / 2));
        }
    }
}
