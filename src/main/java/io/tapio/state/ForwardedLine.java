package io.tapio.state;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a learner has sent on for one conversation and has not seen in the committed entries. A
 * local session keeps its line when it moves to another connection.
 */
final class ForwardedLine {
    final long number;
    private final Followership giver;
    private boolean hungUp;
    private final Deque<Asked> asked = new ArrayDeque<>(2);

    private record Asked(Conversation asker, int xid, int opCode) {}

    /** {@code giver} gave the number; under another leader it is somebody else's. */
    ForwardedLine(long number, Followership giver) {
        this.number = number;
        this.giver = giver;
    }

    /** Whether the leader still knows whom the number stands for. */
    boolean isNumberedBy(Followership now) {
        return giver == now && !hungUp;
    }

    /** The leader is told, or told no more, that nobody is there. */
    void hangUp(boolean now) {
        hungUp = now;
    }

    void sent(Conversation asker, int xid, int opCode) {
        asked.add(new Asked(asker, xid, opCode));
    }

    /** Who asked for the entry if it is the next one; then it is not waited for any more. */
    @Nullable Conversation takes(int xid, int opCode) {
        Asked next = asked.peek();
        if (next == null || next.xid() != xid || next.opCode() != opCode) return null;

        asked.remove();
        return next.asker();
    }

    /** The next write was refused without an entry: who asked for it. */
    @Nullable Conversation takesRefusal(int xid) {
        Asked next = asked.peek();
        if (next == null || next.xid() != xid) return null;

        asked.remove();
        return next.asker();
    }
}
