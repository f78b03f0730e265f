package io.tapio.state;

import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.wire.Frames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A leader's view of the clients that are connected to its learners. */
final class RemoteClients {
    private final Map<ServerId, Map<Long, Conversation>> byMember = new HashMap<>();

    /** A connection of that member's, for this session. */
    Conversation add(ServerId member, long number, SessionId session) {
        var conversation = new Conversation(session, delivery -> {});
        conversation.remoteAt(new RemoteEnd(member, number));
        byMember.computeIfAbsent(member, m -> new HashMap<>()).put(number, conversation);
        return conversation;
    }

    @Nullable Conversation find(ServerId member, long number) {
        var conversations = byMember.get(member);
        return conversations == null ? null : conversations.get(number);
    }

    /** That one is over; its number may be somebody else's by now. */
    void remove(Conversation gone, RemoteEnd end) {
        var conversations = byMember.get(end.member());
        if (conversations != null) conversations.remove(end.number(), gone);
    }

    private @Nullable Conversation remove(ServerId member, long number) {
        var conversations = byMember.get(member);
        return conversations == null ? null : conversations.remove(number);
    }

    /** What a learner asks for its clients. */
    void asked(ServerId from, Errand.Asked asked, StateMachine machine, long nowMs) {
        switch (asked) {
            case Errand.Open(long number, SessionId session, int timeoutMs) ->
                    machine.submit(
                            new Write.OpenSession(add(from, number, session), timeoutMs), nowMs);
            case Errand.Local(long number, SessionId session) ->
                    add(from, number, session).beLocalElsewhere();
            case Errand.Attach(long number, SessionId id, int timeoutMs) ->
                    machine.admission().admit(add(from, number, id), timeoutMs);
            case Errand.Requests requests -> write(from, requests, machine, nowMs);
            case Errand.Detach(long number) -> {
                Conversation gone = remove(from, number);
                if (gone != null) machine.detach(gone);
            }
            case Errand.Sync(long token) -> machine.askFor(from, token);
            case Errand.Touched(List<SessionId> sessions) -> touch(sessions, machine);
        }
    }

    private void write(ServerId from, Errand.Requests requests, StateMachine machine, long nowMs) {
        Conversation asker = find(from, requests.conversation());
        if (asker == null) return;

        Frames frames = requests.frames();
        machine.write(
                new Write.Requests(asker, requests.requester(), frames, 0, frames.count()), nowMs);
    }

    private static void touch(List<SessionId> heard, StateMachine machine) {
        SessionTable sessions = machine.state().sessions();
        for (SessionId id : heard) {
            SessionEntry session = sessions.find(id);
            if (session != null) sessions.touch(session);
        }
    }

    void clear() {
        byMember.clear();
    }

    /** Everybody at that member, who is not known any more. */
    List<Conversation> removeAll(ServerId member) {
        var conversations = byMember.remove(member);
        return conversations == null ? List.of() : List.copyOf(conversations.values());
    }
}
