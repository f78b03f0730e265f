package io.tapio.front;

import io.tapio.front.FrontSettings.Pressure;
import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.session.FrontDoor;
import io.tapio.wire.Frames;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The link between one connection and its session: gives frames to the one side, replies to the
 * other, and neither more than it can take.
 */
final class SessionLink implements ClientLink {
    private static final int MAX_HELD_BYTES = 64 << 10; // before there is a session

    private enum Phase {
        /** Nothing complete has come. */
        NEW,
        /** The door has the first frame. */
        WAITING,
        /** A session listens. */
        OPEN,
        /** A four-letter word is being answered. */
        TEXT,
        /** The connection is gone. */
        OVER
    }

    private final ClientConnection connection;
    private final Pacing pacing = new Pacing();
    private @Nullable HeldFrames held; // never empty
    private @Nullable Listener listener;
    private Phase phase = Phase.NEW;
    private int timeoutMs;
    private boolean paused; // too much of this client is in the house
    private boolean releasing; // a task will release held frames

    SessionLink(ClientConnection connection) {
        this.connection = connection;
    }

    /** Takes what was read; a word comes alone. */
    void take(Frames frames, boolean isWord) {
        switch (phase) {
            case NEW -> introduce(frames, isWord);
            case WAITING -> hold(frames, 0);
            case OPEN -> give(frames);
            case TEXT, OVER -> {} // nobody listens
        }
    }

    private void introduce(Frames frames, boolean isWord) {
        FrontDoor door = connection.group().lobby().door();
        Bytes first = Bytes.wrap(frames.array(), frames.start(0), frames.length(0));
        if (isWord) {
            phase = Phase.TEXT;
            String word = first.slice(0, 4).toString();
            door.word(new WordLink(connection), word, first.slice(4, first.length()));
        } else {
            phase = Phase.WAITING;
            hold(frames, 1);
            door.connect(this, first);
        }
    }

    private void hold(Frames frames, int from) {
        if (from == frames.count()) return;

        HeldFrames waiting = held == null ? new HeldFrames() : held;
        waiting.add(frames, from);
        held = waiting;
    }

    private void give(Frames frames) {
        if (held != null || connection.isQueueHigh()) {
            hold(frames, 0);
            releaseSoon();
            return;
        }
        int before = pacing.unansweredBytes();
        int admitted = pacing.admit(frames, 0);
        hold(frames, admitted);
        if (admitted > 0) tell(HeldFrames.part(frames, 0, admitted), before);
    }

    private void tell(Frames frames, int unansweredBytesBefore) {
        load().asked(frames.count(), pacing.unansweredBytes() - unansweredBytesBefore);
        if (listener != null) listener.frames(frames);
    }

    /** Gives the session of the held frames what it may have by now; soon, not within a call. */
    void releaseSoon() {
        if (releasing || !canRelease()) return;

        releasing = true;
        connection.group().loop().execute(this::release);
    }

    private void release() {
        releasing = false;
        try {
            for (HeldFrames waiting = held; waiting != null && canRelease(); waiting = held) {
                int before = pacing.unansweredBytes();
                Frames next = waiting.take(pacing);
                if (waiting.isEmpty()) held = null;
                if (next == null) break;
                tell(next, before);
            }
            connection.updateInterest();
        } catch (RuntimeException e) {
            connection.failed(e);
        }
    }

    private boolean canRelease() {
        return held != null
                && phase == Phase.OPEN
                && !connection.isLeaving()
                && !connection.isQueueHigh();
    }

    /** There is room for what the client may send next. */
    boolean wantsInput() {
        if (phase == Phase.WAITING) return held == null || held.bytes() <= MAX_HELD_BYTES;
        if (phase != Phase.OPEN) return true;

        Pressure limits = connection.group().pressure();
        paused =
                paused
                        ? !pacing.isBelowHalf(limits)
                                || connection.queuedBytes() > limits.outHighBytes() / 2
                        : pacing.exceeds(limits) || connection.isQueueHigh();
        return held == null && !paused;
    }

    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public void established(Listener newListener, int newTimeoutMs) {
        if (phase == Phase.OVER) {
            newListener.down();
            return;
        }
        listener = newListener;
        timeoutMs = newTimeoutMs;
        phase = Phase.OPEN;
        connection.opened();
        release();
    }

    @Override
    public void send(Bytes frames, int answered) {
        if (connection.send(frames, Math.max(1, answered))) answered(answered);
    }

    private void answered(int requests) {
        if (requests <= 0) return;

        settle(requests);
        if (pacing.unanswered() == 0) connection.resume();
        releaseSoon();
    }

    private void settle(int answered) {
        int before = pacing.unanswered();
        int bytes = pacing.answered(answered);
        load().answered(before - pacing.unanswered(), bytes);
    }

    @Override
    public void closeAfterFlush() {
        connection.closeAfterFlush();
    }

    @Override
    public void close(String reason) {
        connection.close(reason);
    }

    /** The connection is gone. */
    void over() {
        phase = Phase.OVER;
        held = null;
        settle(pacing.unanswered());
        Listener last = listener;
        listener = null;
        if (last == null) return;

        try {
            last.down();
        } catch (RuntimeException e) {
            connection.failed(e);
        }
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isText() {
        return phase == Phase.TEXT;
    }

    int unanswered() {
        return pacing.unanswered();
    }

    int timeoutMs() {
        return timeoutMs;
    }

    Optional<Listener> listener() {
        return Optional.ofNullable(listener);
    }

    private HouseLoad load() {
        return connection.group().load();
    }
}
