package io.tapio.state;

import io.tapio.auth.Requester;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive reads of one connection, on their way through the house: the replica fills in the
 * replies, the watch manager carries out the watch steps and patches the replies they decide.
 */
public final class ReadBatch {
    private final Conversation asker;
    private final Requester requester;
    private final Frames frames;
    private final int from;
    private final int to;
    private final long after;
    private final int maxBytes;

    private Bytes replies = Bytes.EMPTY; // once it is answered
    private List<WatchStep> watchSteps = List.of();
    private int answered;
    private boolean hangUp;
    private long syncs; // of its conversation, that must be done before it is answered

    /**
     * Frames {@code from} up to, not including, {@code to}; {@code after} is the number of writes
     * that the conversation sent before them; {@code maxBytes} is as much as may wait for one
     * client: longer replies would never reach it.
     */
    public ReadBatch(
            Conversation asker,
            Requester requester,
            Frames frames,
            int from,
            int to,
            long after,
            int maxBytes) {
        this.asker = asker;
        this.requester = requester;
        this.frames = frames;
        this.from = from;
        this.to = to;
        this.after = after;
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    public Conversation asker() {
        return asker;
    }

    public Requester requester() {
        return requester;
    }

    public Frames frames() {
        return frames;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public long after() {
        return after;
    }

    /** Answered only when so many syncs of the conversation are done. */
    void waitForSyncs(long count) {
        syncs = count;
    }

    long syncs() {
        return syncs;
    }

    /** Whether one of the frames asks to see all that was written before. */
    boolean hasSync() {
        for (int i = from; i < to; i++) {
            boolean whole = frames.length(i) >= 2 * Integer.BYTES;
            if (whole && frames.int32(i, Integer.BYTES) == OpCode.SYNC) return true;
        }
        return false;
    }

    /** Everything is answered by these bytes, which nobody else has. */
    void answered(Bytes bytes) {
        replies = bytes;
    }

    /** The reply whose error stands at {@code errorAt} tells of this one. */
    public void fail(int errorAt, KeeperError error) {
        JuteWriter.patchInt32(replies.array(), replies.offset() + errorAt, error.code());
    }

    /** Adds what the watch manager has to do, in order. */
    public void addWatchStep(WatchStep step) {
        if (watchSteps.isEmpty()) watchSteps = new ArrayList<>();
        watchSteps.add(step);
    }

    public List<WatchStep> watchSteps() {
        return watchSteps;
    }

    void answeredOne() {
        answered++;
    }

    void hangUp() {
        hangUp = true;
    }

    /** Whether the connection ends behind these replies. */
    public boolean hangsUp() {
        return hangUp;
    }

    /** The finished replies, to be handed to the session. */
    public Delivery.Answers toDelivery() {
        return new Delivery.Answers(replies, answered, hangUp);
    }
}
