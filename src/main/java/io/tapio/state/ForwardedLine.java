package io.tapio.state;

import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a learner has sent on for one conversation and has not seen in the committed entries. */
final class ForwardedLine {
    final long number;
    private final Deque<Integer> xids = new ArrayDeque<>(2);
    private Zxid after = Zxid.NONE;

    ForwardedLine(long number) {
        this.number = number;
    }

    /** Entries up to this one are none of its writes. */
    void beginAfter(Zxid zxid) {
        after = zxid;
    }

    void sent(int xid) {
        xids.add(xid);
    }

    /** Whether the entry is the next one of its writes; then it is not waited for any more. */
    boolean takes(Zxid zxid, int xid) {
        Integer next = xids.peek();
        if (next == null || next != xid || !zxid.isAfter(after)) return false;

        xids.remove();
        return true;
    }

    /** The next write was refused without an entry. */
    boolean takesRefusal(int xid) {
        return takes(new Zxid(Long.MAX_VALUE), xid);
    }
}
