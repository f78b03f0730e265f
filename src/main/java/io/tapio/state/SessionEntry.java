package io.tapio.state;

import io.tapio.model.SessionId;
import org.jspecify.annotations.Nullable;

/** A session that exists: replicated are its id and time-out, the rest is this member's own. */
public final class SessionEntry {
    private final SessionId id;
    private final int timeoutMs;

    int currentTimeoutMs; // of the present connection; a re-attach may negotiate anew
    long heardAtTick;
    long lookAtTick; // when the table asks whether it was silent for too long
    boolean closing; // its close is on the way to the log
    boolean gone;
    boolean local; // known to this member alone
    @Nullable ForwardedLine line; // of a local session that has written something
    boolean guest; // of a member without a leader
    boolean upgrading; // its beginning as the ensemble's session is on the way to the log
    boolean toReport; // heard since the leader was told of those who were
    @Nullable Conversation conversation;

    SessionEntry(SessionId id, int timeoutMs) {
        this.id = id;
        this.timeoutMs = timeoutMs;
        this.currentTimeoutMs = timeoutMs;
    }

    public SessionId id() {
        return id;
    }

    /** The time-out the session was created with. */
    public int timeoutMs() {
        return timeoutMs;
    }

    public @Nullable Conversation conversation() {
        return conversation;
    }
}
