package io.tapio.state;

import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.CreateMode;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that only this member knows: no entry tells of them, they expire here, and they own
 * no znode. One that wants an ephemeral becomes the ensemble's first.
 *
 * <p>Guests are those who came while there was no leader; they may only read, and must go when
 * there is one.
 */
final class LocalSessions {
    private final SessionTable table;
    private final SessionRules rules;
    private final Voice voice;
    private final Reader reader;
    private final JuteReader in = new JuteReader(Bytes.EMPTY);
    private boolean readOnly;

    LocalSessions(int tickTimeMs, SessionRules rules, Voice voice, Reader reader) {
        this.table = new SessionTable(tickTimeMs);
        this.rules = rules;
        this.voice = voice;
        this.reader = reader;
    }

    /** There is no leader: whoever comes now is a guest. */
    void readOnly(boolean now) {
        readOnly = now;
        reader.readOnly(now);
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** There is a leader again. */
    void endReadOnly() {
        if (readOnly) loseAll();
        readOnly(false);
    }

    void open(Conversation conversation, int timeoutMs) {
        SessionEntry session = table.created(conversation.session(), timeoutMs);
        session.local = true;
        session.guest = readOnly;
        conversation.attach(session);
        welcome(conversation, timeoutMs);
    }

    private void welcome(Conversation conversation, int timeoutMs) {
        voice.tell(
                conversation,
                readOnly ? new Delivery.OpenedToRead(timeoutMs) : new Delivery.Opened(timeoutMs));
    }

    /** A session that is to become the ensemble's is not ours any more. */
    @Nullable SessionEntry find(SessionId id) {
        SessionEntry session = table.find(id);
        return session == null || session.upgrading ? null : session;
    }

    /** Also one that is about to be the ensemble's. */
    @Nullable SessionEntry known(SessionId id) {
        return table.find(id);
    }

    void move(SessionEntry session, Conversation conversation, int timeoutMs) {
        voice.take(session, conversation);
        table.attached(session, timeoutMs);
        welcome(conversation, timeoutMs);
    }

    void touch(SessionEntry session) {
        table.touch(session);
    }

    void end(SessionEntry session) {
        table.closed(session.id());
    }

    /** The session of that name is the ensemble's now; the one who wanted that has it still. */
    void upgraded(SessionId id, Conversation by) {
        SessionEntry session = table.closed(id);
        Conversation talking = session == null ? null : session.conversation;
        if (talking != null && talking != by) voice.lose(talking); // and comes back to what it is
    }

    SessionTable table() {
        return table;
    }

    /** One tick has passed: who was silent for too long goes. */
    List<SessionId> tick() {
        List<SessionId> expired = new ArrayList<>();
        for (SessionEntry session : table.tick()) {
            Conversation talking = session.conversation;
            if (talking != null && !session.upgrading) {
                voice.dismiss(talking, new Delivery.Ended());
            }
            table.closed(session.id());
            expired.add(session.id());
        }
        return expired;
    }

    /** All connections are lost, and guests are forgotten. */
    void loseAll() {
        for (SessionEntry session : List.copyOf(table.all())) {
            if (session.conversation != null) voice.lose(session.conversation);
            session.upgrading = false;
            session.line = null; // who leads next has never heard of it
            if (session.guest) table.closed(session.id());
        }
    }

    /** A close concerns nobody else; an ephemeral wants a session of the ensemble first. */
    void write(Write.Requests requests, StateMachine machine, long nowMs) {
        Conversation asker = requests.asker();
        for (int i = requests.from(); i < requests.to() && !asker.hasClosed(); i++) {
            int xid = requests.frames().int32(i, 0);
            if (!asker.isLocal()) {
                machine.order(requests.only(i), nowMs); // it was until the frame before
            } else if (requests.frames().int32(i, Integer.BYTES) == OpCode.CLOSE_SESSION) {
                asker.closeLocally(xid);
                machine.answers().ready(asker);
            } else if (readOnly) {
                asker.took(1);
                machine.answers().refuse(asker, xid, KeeperError.NOT_READ_ONLY);
            } else {
                asker.took(1);
                if (rules.upgrading() && wantsEphemeral(requests, i)) {
                    upgrade(asker, machine, nowMs);
                }
                machine.order(requests.only(i), nowMs);
            }
        }
    }

    private static void upgrade(Conversation asker, StateMachine machine, long nowMs) {
        SessionEntry session = asker.entry();
        if (session == null) return;

        session.upgrading = true;
        machine.order(new Write.OpenSession(asker, session.currentTimeoutMs), nowMs);
    }

    /** Whether a request would leave its session with an ephemeral. */
    boolean wantsEphemeral(Write.Requests requests, int i) {
        int opCode = requests.frames().int32(i, Integer.BYTES);
        if (opCode != OpCode.CREATE && opCode != OpCode.CREATE2 && opCode != OpCode.MULTI) {
            return false;
        }
        int start = requests.frames().start(i) + 2 * Integer.BYTES;
        in.reset(requests.frames().array(), start, requests.frames().end(i));
        try {
            return wantsEphemeral(RequestCodec.read(opCode, in));
        } catch (MalformedInput malformed) {
            return false; // and will be told so
        }
    }

    private static boolean wantsEphemeral(Request request) {
        return switch (request) {
            case Request.Create create ->
                    CreateMode.ofFlags(create.flags()).map(CreateMode::isEphemeral).orElse(false);
            case Request.Multi multi ->
                    multi.ops().stream()
                            .anyMatch(
                                    op ->
                                            op.opCode() != OpCode.CREATE_CONTAINER
                                                    && wantsEphemeral(op.step()));
            default -> false;
        };
    }
}
