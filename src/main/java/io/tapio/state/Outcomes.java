package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of one run of the replica, in order, with the bytes of the replies they speak of.
 *
 * <p>Replies to the same conversation that follow each other are handed on as one.
 */
public final class Outcomes {
    private static final int REPLIES_INITIAL_BYTES = 1024;

    private final List<Outcome> list = new ArrayList<>();
    private @Nullable JuteWriter replies; // reads bring their own

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public List<Outcome> list() {
        return list;
    }

    /** Where replies to writes are written before {@link #answered} hands them on. */
    public JuteWriter replies() {
        if (replies == null) replies = new JuteWriter(REPLIES_INITIAL_BYTES);
        return replies;
    }

    /** The bytes of all replies; nothing may be added afterwards. */
    public Bytes replyBytes() {
        return replies == null ? Bytes.EMPTY : replies.seal();
    }

    public void add(Outcome outcome) {
        list.add(outcome);
    }

    /** The replies written since {@code from} answer one write of {@code to}. */
    public void answered(Conversation to, int from, boolean hangUp) {
        if (!list.isEmpty()
                && list.getLast() instanceof Outcome.Answered last
                && last.to() == to
                && last.until() == from
                && !last.hangUp()) {
            list.set(
                    list.size() - 1,
                    new Outcome.Answered(
                            to, last.from(), replies().length(), last.answered() + 1, hangUp));
        } else {
            list.add(new Outcome.Answered(to, from, replies().length(), 1, hangUp));
        }
    }
}
