package io.tapio.state;

import io.tapio.model.KeeperError;
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
    /** A client who may go on with its session as soon as our state is as new as the leader's. */
    record Coming(Conversation conversation, int timeoutMs, Zxid after) {}

    private final Map<Long, Conversation> conversations = new HashMap<>();
    private final Map<SessionId, Conversation> openings = new HashMap<>();
    private final Deque<Coming> coming = new ArrayDeque<>();
    private final Map<Long, Conversation> syncs = new HashMap<>();
    private final List<SessionId> touched = new ArrayList<>();
    private List<Errand> errands = new ArrayList<>();
    private long numbers;

    void forward(Write write) {
        switch (write) {
            case Write.OpenSession open -> open(open);
            case Write.Requests requests -> forward(requests);
        }
    }

    private void open(Write.OpenSession open) {
        Conversation asker = open.asker();
        openings.put(asker.session(), asker);
        errands.add(new Errand.Open(number(asker), asker.session(), open.timeoutMs()));
    }

    private long number(Conversation conversation) {
        var line = new ForwardedLine(++numbers);
        conversation.forwardOn(line);
        conversations.put(line.number, conversation);
        return line.number;
    }

    private void forward(Write.Requests requests) {
        ForwardedLine line = requests.asker().line();
        if (line == null) return; // of a connection that the leader does not know any more

        Frames frames = requests.frames();
        var wanted = new Frames(frames.array(), requests.to() - requests.from());
        for (int i = requests.from(); i < requests.to(); i++) {
            wanted.add(frames.start(i), frames.end(i));
            line.sent(frames.int32(i, 0));
        }
        errands.add(new Errand.Requests(line.number, requests.requester(), wanted));
    }

    void attach(Conversation conversation, int timeoutMs) {
        long number = number(conversation);
        errands.add(new Errand.Attach(number, conversation.session(), timeoutMs));
    }

    void detach(Conversation conversation) {
        ForwardedLine line = conversation.line();
        if (line == null || conversations.remove(line.number) == null) return;

        openings.remove(conversation.session(), conversation);
        errands.add(new Errand.Detach(line.number));
    }

    void sync(Conversation conversation) {
        long token = ++numbers;
        syncs.put(token, conversation);
        errands.add(new Errand.Sync(token));
    }

    @Nullable Conversation synced(long token) {
        return syncs.remove(token);
    }

    @Nullable Conversation find(long number) {
        return conversations.get(number);
    }

    void attached(Conversation conversation, int timeoutMs, Zxid after) {
        coming.add(new Coming(conversation, timeoutMs, after));
    }

    /** A client with that session was heard, for the first time since the leader was told. */
    void touched(SessionId session) {
        touched.add(session);
    }

    /** Tells the leader whose clients were heard. */
    void tellTouched() {
        if (touched.isEmpty()) return;

        errands.add(new Errand.Touched(List.copyOf(touched)));
        touched.clear();
    }

    /** The leader's word about one of our clients. */
    void told(Errand.Told told, StateMachine machine) {
        switch (told) {
            case Errand.Attached(long number, int timeoutMs, Zxid after) -> {
                Conversation coming = find(number);
                if (coming != null) attached(coming, timeoutMs, after);
                machine.finishWaiting();
            }
            case Errand.Unknown(long number) -> machine.end(find(number), new Delivery.Unknown());
            case Errand.TurnedAway(long number) -> machine.end(find(number), new Delivery.NoRoom());
            case Errand.Moved(long number) -> machine.end(find(number), new Delivery.Moved());
            case Errand.Refused(long number, int xid, KeeperError error, Zxid after) -> {
                Conversation asker = find(number);
                if (asker != null)
                    machine.refuse(new Uncommitted.Refused(asker, xid, error), after);
            }
            case Errand.Synced(long token, Zxid upTo) -> {
                Conversation asker = synced(token);
                if (asker != null) machine.synced(asker, upTo);
            }
        }
    }

    /** Whose client here an entry answers: {@link Conversation#NOBODY} if it is none of ours. */
    Conversation askerOf(TxnHeader header, Txn txn, SessionTable sessions) {
        if (txn instanceof Txn.SessionCreated) {
            Conversation opening = openings.remove(header.session());
            return opening == null ? Conversation.NOBODY : opening;
        }
        SessionEntry session = sessions.find(header.session());
        Conversation asker = session == null ? null : session.conversation;
        if (asker == null) return Conversation.NOBODY;

        ForwardedLine line = asker.line();
        boolean ours = line != null && line.takes(header.zxid(), header.cxid());
        return ours ? asker : Conversation.NOBODY;
    }

    /** Lets those go on whose session we know now as well as the leader did. */
    void welcomeComing(Zxid applied, SessionTable sessions, Voice voice) {
        while (!coming.isEmpty() && !coming.peek().after().isAfter(applied)) {
            welcome(coming.remove(), sessions, voice);
        }
    }

    private static void welcome(Coming next, SessionTable sessions, Voice voice) {
        Conversation conversation = next.conversation();
        if (conversation.isOver()) return;

        SessionEntry session = sessions.find(conversation.session());
        ForwardedLine line = conversation.line();
        if (session == null || line == null) {
            voice.tell(conversation, new Delivery.Unknown());
            return;
        }
        line.beginAfter(next.after());
        voice.move(session, conversation, next.timeoutMs());
    }

    /** Everyone whom the leader knows of. */
    List<Conversation> everybody() {
        return List.copyOf(conversations.values());
    }

    boolean hasErrands() {
        return !errands.isEmpty();
    }

    List<Errand> takeErrands() {
        List<Errand> taken = errands;
        errands = new ArrayList<>();
        return taken;
    }
}
