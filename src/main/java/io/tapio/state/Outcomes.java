package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcomes of one run of the replica, in order, with the bytes of the replies they speak of.
 *
 * <p>Replies to the same conversation that follow each other are handed on as one.
 */
public final class Outcomes {
    private static final int COPIED_MAX_BYTES = 256 << 10;

    private final List<Outcome> list = new ArrayList<>();
    private final JuteWriter replies; // for now; reads bring their own
    private Bytes replyBytes = Bytes.EMPTY;

    public Outcomes() {
        this(new JuteWriter(0));
    }

    /** Replies are written by a writer that is free again when all is {@link #complete}. */
    Outcomes(JuteWriter replies) {
        this.replies = replies;
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public List<Outcome> list() {
        return list;
    }

    /** Where replies to writes are written before {@link #answered} hands them on. */
    public JuteWriter replies() {
        return replies;
    }

    /** Nothing is added any more. */
    void complete() {
        if (replies.length() > 0) replyBytes = replies.take(COPIED_MAX_BYTES);
    }

    /** The bytes of all replies, when all is {@link #complete}. */
    public Bytes replyBytes() {
        return replyBytes;
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
