package io.tapio.model;

/**
 * A run of consecutive log entries of one epoch, encoded once by the leader.
 *
 * <p>{@code encoded} is the sequence {@code (int length, entry bytes)*}, one per zxid from {@code
 * first} to {@code last} without a gap. The same bytes go to the disk, to the peers and to replay.
 */
public record Entries(Zxid first, Zxid last, Bytes encoded) {
    public Entries {
        Invariant.holds(first.epoch() == last.epoch(), "a run of entries has one epoch");
        Invariant.holds(!first.isAfter(last), "a run of entries is not empty");
    }

    public int count() {
        return (int) (last.value() - first.value()) + 1;
    }
}
