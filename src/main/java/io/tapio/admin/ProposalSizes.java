package io.tapio.admin;

/**
 * How big the transactions are that this server has proposed since it leads. Belongs to the event
 * loop.
 */
public final class ProposalSizes {
    private static final int NONE_YET = -1; // as ZooKeeper shows it

    private int last = NONE_YET;
    private int min = NONE_YET;
    private int max = NONE_YET;
    private long count; // since the start, whoever led meanwhile

    /** A run of transactions has been proposed together; each counts as their average. */
    public void proposed(int bytes, long transactions) {
        count += transactions;
        last = Math.toIntExact(bytes / transactions);
        min = min == NONE_YET ? last : Math.min(min, last);
        max = Math.max(max, last);
    }

    void reset() {
        last = NONE_YET;
        min = NONE_YET;
        max = NONE_YET;
    }

    long count() {
        return count;
    }

    int last() {
        return last;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    @Override
    public String toString() {
        return last + "/" + min + "/" + max;
    }
}
