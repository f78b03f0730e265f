package io.tapio.model;

/**
 * The number of one entry of the replicated log: epoch in the high 32 bits, counter in the low 32.
 *
 * <p>The counter of the first entry of an epoch is 1; {@code epoch << 32} itself never names an
 * entry. Zxids are ordered as signed longs, which orders them by epoch first.
 */
public record Zxid(long value) implements Comparable<Zxid> {
    /** Before every entry. */
    public static final Zxid NONE = new Zxid(0);

    public static Zxid of(int epoch, int counter) {
        return new Zxid(((long) epoch << 32) | (counter & 0xffff_ffffL));
    }

    /** The point at which an epoch begins, before its first entry. */
    public static Zxid startOf(int epoch) {
        return of(epoch, 0);
    }

    public int epoch() {
        return (int) (value >>> 32);
    }

    public int counter() {
        return (int) value;
    }

    /** The entry after this one in the same epoch. */
    public Zxid next() {
        Invariant.holds(counter() != -1, "an epoch ends before its counter does");
        return new Zxid(value + 1);
    }

    public boolean isAfter(Zxid other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Zxid other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
