package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the state machine says: to our own sessions, and to the replicas of other members. */
final class Voice {
    private static final int REPLIES_USUAL_BYTES = 4096;

    private final SessionTable sessions;
    private final RemoteClients remotes;
    private final Supplier<Zxid> numbered;
    private final JuteWriter replies = new JuteWriter(REPLIES_USUAL_BYTES);
    private Outcomes out = new Outcomes(replies);
    private List<Posted> posted = new ArrayList<>();

    /** {@code numbered} knows the entry that a leader has numbered last. */
    Voice(SessionTable sessions, RemoteClients remotes, Supplier<Zxid> numbered) {
        this.sessions = sessions;
        this.remotes = remotes;
        this.numbered = numbered;
    }

    Outcomes out() {
        return out;
    }

    boolean hasOutcomes() {
        return !out.isEmpty();
    }

    Outcomes takeOutcomes() {
        Outcomes taken = out;
        taken.complete();
        out = new Outcomes(replies);
        return taken;
    }

    /** To whoever holds the conversation: our own session, or another member's replica. */
    void tell(Conversation to, Delivery delivery) {
        RemoteEnd remote = to.remote();
        if (remote == null) out.add(new Outcome.Told(to, delivery));
        else tell(remote, delivery);
    }

    private void tell(RemoteEnd to, Delivery delivery) {
        switch (delivery) {
            case Delivery.Opened(int timeoutMs) ->
                    post(to.member(), new Errand.Attached(to.number(), timeoutMs, numbered.get()));
            case Delivery.Moved moved -> post(to.member(), new Errand.Moved(to.number()));
            case Delivery.Unknown unknown -> post(to.member(), new Errand.Unknown(to.number()));
            case Delivery.NoRoom full -> post(to.member(), new Errand.TurnedAway(to.number()));
            // Its own member knows by the same entries, or by itself.
            case Delivery.Ended ended -> {}
            case Delivery.Lost lost -> {}
            case Delivery.OpenedToRead guest -> {}
            case Delivery.Ahead ahead -> {}
            case Delivery.Answers answers -> {}
            case Delivery.Event event -> {}
        }
    }

    void post(ServerId to, Errand errand) {
        posted.add(new Posted(to, errand));
    }

    boolean hasPosted() {
        return !posted.isEmpty();
    }

    List<Posted> takePosted() {
        List<Posted> taken = posted;
        posted = new ArrayList<>();
        return taken;
    }

    void forgetPosted() {
        posted.clear();
    }

    /** The server cannot serve its client any more. */
    void lose(Conversation conversation) {
        if (!conversation.isOver()) dismiss(conversation, new Delivery.Lost());
    }

    /** No session of the ensemble goes on here. */
    void loseAll() {
        for (SessionEntry session : sessions.all()) {
            if (session.conversation != null) lose(session.conversation);
            session.closing = false; // if it is committed, the entry will say so
            session.toReport = false;
        }
    }

    /** A client is told why it must go. */
    void dismiss(Conversation conversation, Delivery why) {
        tell(conversation, why);
        leave(conversation);
    }

    /** The session goes on in this conversation, and in no other. */
    void move(SessionEntry session, Conversation conversation, int timeoutMs) {
        take(session, conversation);
        sessions.attached(session, timeoutMs);
        tell(conversation, new Delivery.Opened(timeoutMs));
    }

    /** Whoever had the session has it no more. */
    void take(SessionEntry session, Conversation conversation) {
        Conversation before = session.conversation;
        if (before != null) dismiss(before, new Delivery.Moved());
        conversation.attach(session);
    }

    /** The conversation is over; its session may live on. */
    void leave(Conversation conversation) {
        SessionEntry session = conversation.entry();
        if (session != null && session.conversation == conversation) session.conversation = null;
        conversation.end();
        RemoteEnd remote = conversation.remote();
        if (remote == null) out.add(new Outcome.Left(conversation));
        else remotes.remove(conversation, remote);
    }
}
