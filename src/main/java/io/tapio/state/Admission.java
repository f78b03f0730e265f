package io.tapio.state;

import io.tapio.model.SessionId;
import io.tapio.txn.Txn;
import io.tapio.wire.ConnectRequest;
import java.util.Deque;

/** Lets clients in, with a new session or with one that they have, and says to others why not. */
final class Admission {
    private final ReplicatedState state;
    private final Deque<Uncommitted> uncommitted;
    private final Voice voice;
    private final LocalSessions locals;
    private final SessionRules rules;

    Admission(
            ReplicatedState state,
            Deque<Uncommitted> uncommitted,
            Voice voice,
            LocalSessions locals,
            SessionRules rules) {
        this.state = state;
        this.uncommitted = uncommitted;
        this.voice = voice;
        this.locals = locals;
        this.rules = rules;
    }

    /**
     * Whether a client that wants a new session has had its answer; else its wish is to be ordered.
     *
     * @param standing there is no leader
     */
    boolean open(Write.OpenSession open, ConnectRequest request, boolean standing) {
        Conversation asker = open.asker();
        if (isBehind(request)) {
            voice.tell(asker, new Delivery.Ahead());
        } else if (locals.isReadOnly() && request.readOnly()) {
            locals.open(asker, open.timeoutMs());
        } else if (standing) {
            voice.lose(asker);
        } else if (rules.local()) {
            locals.open(asker, open.timeoutMs());
        } else {
            return false;
        }
        return true;
    }

    /** As {@link #open}, for one that goes on with its session; else the leader knows more. */
    boolean attach(Conversation asker, ConnectRequest request, int timeoutMs, boolean standing) {
        SessionEntry local = locals.find(asker.session());
        if (isBehind(request)) {
            voice.tell(asker, new Delivery.Ahead());
        } else if (standing && !(local != null && locals.isReadOnly() && request.readOnly())) {
            voice.lose(asker);
        } else if (!SessionPassword.matches(asker.session(), request.password())) {
            voice.dismiss(asker, new Delivery.Unknown());
        } else if (local != null) {
            locals.move(local, asker, timeoutMs);
        } else {
            return false;
        }
        return true;
    }

    /** A client that has seen a later state than ours must look elsewhere. */
    private boolean isBehind(ConnectRequest request) {
        return request.lastZxidSeen() > state.applied().value();
    }

    /**
     * A leader's word to a client of its own or of a learner that goes on with its session. A
     * session that another member has seen come into being already may still be in flight here.
     */
    void admit(Conversation conversation, int timeoutMs) {
        SessionEntry session = state.sessions().find(conversation.session());
        if (session == null && isInFlight(conversation.session())) {
            uncommitted.add(new Uncommitted.Coming(conversation, timeoutMs));
        } else if (session == null || session.closing) {
            voice.dismiss(conversation, new Delivery.Unknown());
        } else {
            voice.move(session, conversation, timeoutMs);
        }
    }

    private boolean isInFlight(SessionId session) {
        for (Uncommitted each : uncommitted) {
            if (each instanceof Uncommitted.Logged entry
                    && entry.txn() instanceof Txn.SessionCreated
                    && entry.header().session().equals(session)) return true;
        }
        return false;
    }
}
