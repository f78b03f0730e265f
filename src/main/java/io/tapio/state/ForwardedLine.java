package io.tapio.state;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a learner has sent on for one conversation and has not seen in the committed entries. */
final class ForwardedLine {
    final long number;
    private final Followership giver;
    private final Deque<Asked> asked = new ArrayDeque<>(2);

    private record Asked(int xid, int opCode) {}

    /** {@code giver} gave the number; under another leader it is somebody else's. */
    ForwardedLine(long number, Followership giver) {
        this.number = number;
        this.giver = giver;
    }

    boolean isNumberedBy(Followership now) {
        return giver == now;
    }

    void sent(int xid, int opCode) {
        asked.add(new Asked(xid, opCode));
    }

    /** Whether the entry is the next one of its writes; then it is not waited for any more. */
    boolean takes(int xid, int opCode) {
        Asked next = asked.peek();
        if (next == null || next.xid() != xid || next.opCode() != opCode) return false;

        asked.remove();
        return true;
    }

    /** The next write was refused without an entry. */
    boolean takesRefusal(int xid) {
        Asked next = asked.peek();
        if (next == null || next.xid() != xid) return false;

        asked.remove();
        return true;
    }
}
