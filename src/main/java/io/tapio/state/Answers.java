package io.tapio.state;

import io.tapio.model.KeeperError;
import io.tapio.txn.Txn;
import io.tapio.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Answers the clients of this member, each in the order in which it asked. */
final class Answers {
    private final ReplicatedState state;
    private final Reader reader;
    private final Voice voice;
    private final LocalSessions locals;

    Answers(ReplicatedState state, Reader reader, Voice voice, LocalSessions locals) {
        this.state = state;
        this.reader = reader;
        this.voice = voice;
        this.locals = locals;
    }

    /** At once, or when what the asker wants before it is done. */
    void read(ReadBatch batch) {
        Conversation asker = batch.asker();
        if (asker.isReady(batch) && !asker.hasHeld()) answer(batch);
        else asker.hold(batch);
    }

    private void answer(ReadBatch batch) {
        reader.answer(batch);
        voice.out().add(new Outcome.Reads(batch));
        if (batch.hangsUp()) voice.leave(batch.asker()); // nothing behind it is carried out
    }

    /** What the client asked before the write that is applied now. */
    void before(Conversation asker) {
        while (true) {
            ReadBatch next = asker.nextBeforeWrite();
            if (next != null) answer(next);
            else if (!answerRefusal(asker)) return;
        }
    }

    /** One write of the client has been applied and answered. */
    void wrote(Conversation asker, Txn txn) {
        if (txn instanceof Txn.SessionCreated) return; // not one of the client's own writes

        asker.writeApplied();
        ready(asker);
    }

    /** A write was refused without an entry; all before it are applied. */
    void refuse(Conversation asker, int xid, KeeperError error) {
        if (asker.isOver()) return;

        asker.refuse(new Conversation.Refusal(xid, error));
        ready(asker);
    }

    /** What has nothing before it any more. */
    void ready(Conversation asker) {
        while (true) {
            ReadBatch next = asker.nextReady();
            if (next != null) answer(next);
            else if (!answerRefusal(asker)) break;
        }
        if (asker.isToClose()) close(asker);
    }

    private boolean answerRefusal(Conversation asker) {
        Conversation.@Nullable Refusal next = asker.nextRefusal();
        if (next == null) return false;

        header(asker, next.xid(), next.error(), false);
        asker.writeApplied();
        return true;
    }

    /** The client of a local session has closed it. */
    private void close(Conversation asker) {
        SessionEntry session = asker.entry();
        header(asker, asker.closeXid(), KeeperError.OK, true);
        voice.leave(asker);
        if (session != null) locals.end(session);
    }

    private void header(Conversation asker, int xid, KeeperError error, boolean hangUp) {
        int from = voice.out().replies().length();
        ReplyWriter.headerOnly(voice.out().replies(), xid, state.applied().value(), error);
        voice.out().answered(asker, from, hangUp);
    }
}
