package io.tapio.tree;

import io.tapio.model.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * All znodes by the folded hash of their path, in buckets that are ordered by hash.
 *
 * <p>A bucket is chosen by the highest bits of the hash, so that growing and shrinking keep the
 * order: whoever walks by hash misses nothing and sees nothing twice. Resizing is spread over the
 * following changes: of the old buckets the first {@link #moved} have gone over to the new ones.
 */
final class PathTable {
    private static final int SMALLEST_SHIFT = 26; // 64 buckets
    private static final int LARGEST_SHIFT = 2; // 2^30 buckets
    private static final int MOVES_PER_CHANGE = 16;
    private static final int SHRINK_BELOW = 8; // buckets per znode
    private static final @Nullable Znode[] NONE = new @Nullable Znode[0];

    private @Nullable Znode[] buckets = new @Nullable Znode[1 << (32 - SMALLEST_SHIFT)];
    private int shift = SMALLEST_SHIFT;

    private @Nullable Znode[] old = NONE;
    private int oldShift;
    private int moved;

    private int size;

    int size() {
        return size;
    }

    /** The first znode of the bucket for this hash; others follow by {@link Znode#next}. */
    @Nullable Znode first(int hash) {
        return isOld(hash) ? old[hash >>> oldShift] : buckets[hash >>> shift];
    }

    void add(Znode node) {
        if (isOld(node.hash)) {
            put(old, oldShift, node);
        } else {
            put(buckets, shift, node);
        }
        size++;
        moveSome();
        if (size > buckets.length && shift > LARGEST_SHIFT) resize(shift - 1);
    }

    void remove(Znode node) {
        boolean isOld = isOld(node.hash);
        @Nullable Znode[] table = isOld ? old : buckets;
        int bucket = node.hash >>> (isOld ? oldShift : shift);
        Znode before = null;
        Znode each = table[bucket];
        while (each != null && each != node) {
            before = each;
            each = each.next;
        }
        Invariant.holds(each == node, "a znode is in the table until it is removed");
        if (before == null) {
            table[bucket] = node.next;
        } else {
            before.next = node.next;
        }
        node.next = null;
        size--;
        moveSome();
        if (size < buckets.length / SHRINK_BELOW && shift < SMALLEST_SHIFT) resize(shift + 1);
    }

    /**
     * The first hash, as an unsigned number, that {@link #first} may place in another bucket than
     * {@code hash}; 2^32 at the end.
     */
    long after(long hash) {
        int finest = old.length == 0 ? shift : Math.min(shift, oldShift);
        return ((hash >>> finest) + 1) << finest;
    }

    private boolean isOld(int hash) {
        return old.length != 0 && (hash >>> oldShift) >= moved;
    }

    private void resize(int newShift) {
        while (old.length != 0) {
            moveSome();
        }
        old = buckets;
        oldShift = shift;
        moved = 0;
        shift = newShift;
        buckets = new @Nullable Znode[1 << (32 - newShift)];
    }

    private void moveSome() {
        for (int i = 0; i < MOVES_PER_CHANGE && old.length != 0; i++) {
            Znode node = old[moved];
            old[moved] = null;
            while (node != null) {
                Znode next = node.next;
                put(buckets, shift, node);
                node = next;
            }
            moved++;
            if (moved == old.length) old = NONE;
        }
    }

    private static void put(@Nullable Znode[] table, int shift, Znode node) {
        int bucket = node.hash >>> shift;
        node.next = table[bucket];
        table[bucket] = node;
    }
}
