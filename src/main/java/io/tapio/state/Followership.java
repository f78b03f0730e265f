package io.tapio.state;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.Frames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A learner's work on its clients' writes: sends them on to the leader, and knows whose answer a
 * committed entry is.
 */
final class Followership {
    private final ServerId leader;
    private final Voice voice;
    private final Map<Long, Conversation> conversations = new HashMap<>();
    private final Map<SessionId, Conversation> openings = new HashMap<>();
    private final Map<Long, Conversation> syncs = new HashMap<>();
    private final Deque<Word> words = new ArrayDeque<>();
    private List<SessionEntry> heard = new ArrayList<>();
    private List<ForwardedLine> gone = new ArrayList<>();
    private long numbers;

    /** What the leader says of the state after an entry; it holds once ours is as new. */
    private record Word(Errand.Told told, Zxid after) {}

    Followership(ServerId leader, Voice voice) {
        this.leader = leader;
        this.voice = voice;
    }

    ServerId leader() {
        return leader;
    }

    void forward(Write write) {
        switch (write) {
            case Write.OpenSession open -> open(open);
            case Write.Requests requests -> forward(requests);
        }
    }

    private void open(Write.OpenSession open) {
        Conversation asker = open.asker();
        openings.put(asker.session(), asker);
        ForwardedLine line = asker.line(); // it has one if its session was a local one
        long number = line == null ? number(asker) : line.number;
        say(new Errand.Open(number, asker.session(), open.timeoutMs()));
    }

    private long number(Conversation conversation) {
        var line = new ForwardedLine(++numbers, this);
        conversation.forwardOn(line);
        conversations.put(line.number, conversation);
        return line.number;
    }

    private void forward(Write.Requests requests) {
        Conversation asker = requests.asker();
        ForwardedLine line = lineOf(asker);
        if (line == null) return;

        Frames frames = requests.frames();
        var wanted = new Frames(frames.array(), requests.to() - requests.from());
        for (int i = requests.from(); i < requests.to(); i++) {
            wanted.add(frames.start(i), frames.end(i));
            line.sent(asker, frames.int32(i, 0), frames.int32(i, Integer.BYTES));
        }
        say(new Errand.Requests(line.number, requests.requester(), wanted));
    }

    /**
     * The leader hears of a local session when that writes something. Null of a connection that
     * this leader knows no more or never knew, and whose number may be another's now.
     */
    private @Nullable ForwardedLine lineOf(Conversation asker) {
        ForwardedLine line = asker.line();
        if (line != null && line.isNumberedBy(this)) return line;

        SessionEntry session = asker.entry();
        if (asker.isOver() || session == null || !session.local) return null;
        return lineOf(asker, session);
    }

    private ForwardedLine lineOf(Conversation asker, SessionEntry session) {
        ForwardedLine before = session.line;
        if (before == null) {
            number(asker);
        } else {
            asker.forwardOn(before);
            conversations.put(before.number, asker);
            gone.remove(before);
            before.hangUp(false);
        }
        ForwardedLine line = Invariant.present(asker.line(), "who has a number has a line");
        session.line = line;
        say(new Errand.Local(line.number, session.id()));
        return line;
    }

    void attach(Conversation conversation, int timeoutMs) {
        say(new Errand.Attach(number(conversation), conversation.session(), timeoutMs));
    }

    /**
     * The leader is told with the next report, not at once: what the client sent last, often a
     * close, comes a longer way than the news of its end.
     */
    void detach(Conversation conversation) {
        ForwardedLine line = conversation.line();
        if (line != null && forget(conversation)) gone.add(line);
    }

    /** No word about it matters any more; false if it was not known. */
    private boolean forget(Conversation conversation) {
        ForwardedLine line = conversation.line();
        // Under another leader it had a number that is somebody else's now.
        if (line == null || !conversations.remove(line.number, conversation)) return false;

        openings.remove(conversation.session(), conversation);
        return true;
    }

    void sync(Conversation conversation) {
        long token = ++numbers;
        syncs.put(token, conversation);
        say(new Errand.Sync(token));
    }

    /** A client with that session was heard. */
    void heard(SessionEntry session) {
        if (session.toReport) return;

        session.toReport = true;
        heard.add(session);
    }

    /** Tells the leader whose clients were heard since the last report, and who is gone. */
    void report() {
        if (!heard.isEmpty()) {
            heard.forEach(session -> session.toReport = false);
            say(new Errand.Touched(heard.stream().map(SessionEntry::id).toList()));
            heard = new ArrayList<>();
        }
        for (ForwardedLine line : gone) {
            line.hangUp(true);
            say(new Errand.Detach(line.number));
        }
        gone = new ArrayList<>();
    }

    /** The leader's word about our clients. */
    void told(Errand.Told told, StateMachine machine) {
        switch (told) {
            case Errand.Attached attached -> words.add(new Word(told, attached.after()));
            case Errand.Refused refused -> words.add(new Word(told, refused.after()));
            case Errand.Unknown(long number) -> end(number, new Delivery.Unknown());
            case Errand.TurnedAway(long number) -> end(number, new Delivery.NoRoom());
            case Errand.Moved(long number) -> end(number, new Delivery.Moved());
            case Errand.Synced(long token, Zxid upTo) -> {
                Conversation asker = syncs.remove(token);
                if (asker != null) machine.synced(asker, upTo);
            }
        }
        hearWords(machine);
    }

    /** Carries out those words that our state has come up to. */
    void hearWords(StateMachine machine) {
        Zxid applied = machine.state().applied();
        while (!words.isEmpty() && !words.peek().after().isAfter(applied)) {
            switch (words.remove().told()) {
                case Errand.Attached attached -> welcome(attached, machine.state().sessions());
                case Errand.Refused refused -> refused(refused, machine);
                case Errand.Unknown now -> {} // these do not wait
                case Errand.TurnedAway now -> {}
                case Errand.Moved now -> {}
                case Errand.Synced now -> {}
            }
        }
    }

    private void welcome(Errand.Attached attached, SessionTable sessions) {
        Conversation conversation = conversations.get(attached.conversation());
        if (conversation == null || conversation.isOver()) return;

        SessionEntry session = sessions.find(conversation.session());
        if (session == null) end(attached.conversation(), new Delivery.Unknown());
        else voice.move(session, conversation, attached.timeoutMs());
    }

    private void refused(Errand.Refused refused, StateMachine machine) {
        Conversation now = conversations.get(refused.conversation());
        ForwardedLine line = now == null ? null : now.line();
        if (line == null) return;

        Conversation asker = line.takesRefusal(refused.xid());
        if (asker == null) throw new Invariant.Broken("what is refused is next to be answered");
        machine.answers().refuse(asker, refused.xid(), refused.error());
    }

    private void end(long number, Delivery why) {
        Conversation conversation = conversations.get(number);
        if (conversation == null) return;

        forget(conversation); // as the leader has done
        if (!conversation.isOver()) voice.dismiss(conversation, why);
    }

    /** Whose client here an entry answers: {@link Conversation#NOBODY} if it is none of ours. */
    Conversation askerOf(TxnHeader header, Txn txn, SessionTable sessions, LocalSessions locals) {
        if (txn instanceof Txn.SessionCreated) {
            Conversation opening = openings.remove(header.session());
            return opening == null ? Conversation.NOBODY : opening;
        }
        SessionEntry session = sessions.find(header.session());
        if (session == null) session = locals.known(header.session());
        if (session == null) return Conversation.NOBODY;

        // Whoever has the session here got it after all that was written for it elsewhere.
        Conversation now = session.conversation;
        ForwardedLine line = now == null || session.local ? session.line : now.line();
        Conversation asker = line == null ? null : line.takes(header.cxid(), header.opCode());
        boolean expected = asker != null || txn instanceof Txn.SessionClosed || session.local;
        if (now != null && !expected) voice.dismiss(now, new Delivery.Moved());
        return asker == null ? Conversation.NOBODY : asker;
    }

    /** Everyone whom the leader knows of. */
    List<Conversation> everybody() {
        return List.copyOf(conversations.values());
    }

    private void say(Errand errand) {
        voice.post(leader, errand);
    }
}
