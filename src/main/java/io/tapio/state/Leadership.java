package io.tapio.state;

import io.tapio.auth.Requester;
import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.Quotas;
import io.tapio.txn.EntriesWriter;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A leader's work on writes: judges them in the order they come, numbers and encodes them once, and
 * never has more in flight than the log has room for.
 *
 * <p>What finds no room waits, and so does what comes between two epochs. While the disk is full,
 * writes that need more room than they give back are refused instead, so that deletes, sessions and
 * reads go on.
 */
final class Leadership {
    private static final int REAP_XID = 0;
    private static final int ENTRY_OVERHEAD_BYTES = 160;

    private final ReplicatedState state;
    private final Preparer preparer;
    private final PendingTree pending;
    private final QuotaWatch quotas;
    private final Deque<Uncommitted> uncommitted;
    private final Voice voice;
    private final EntriesWriter writer = new EntriesWriter();
    private final WaitingWrites waiting = new WaitingWrites();
    private final LogRoom room = new LogRoom();
    private final JuteReader in = new JuteReader(Bytes.EMPTY);
    private Zxid last = Zxid.NONE; // numbered so far
    private Zxid endsAt = Zxid.NONE;
    private boolean stopped; // another member is about to lead

    Leadership(ReplicatedState state, Access access, Deque<Uncommitted> uncommitted, Voice voice) {
        this.state = state;
        this.voice = voice;
        this.pending = new PendingTree(state.tree());
        this.quotas = new QuotaWatch(state);
        this.preparer = new Preparer(state, pending, access, quotas);
        this.uncommitted = uncommitted;
    }

    /** Numbers anew, with nothing in flight; what waits is judged when {@link #room} is told. */
    void begin(int epoch, Zxid epochEndsAt) {
        last = Zxid.startOf(epoch);
        endsAt = epochEndsAt;
        stopped = false;
    }

    /** Nothing is numbered any more; what comes waits. */
    void stop() {
        stopped = true;
    }

    /**
     * The entry numbered last; before an epoch's first one, that with which the one before ended.
     */
    Zxid last() {
        return last.counter() == 0 ? state.applied() : last;
    }

    /** Who waits for room in the log. */
    Iterable<Write> waiting() {
        return waiting.all();
    }

    /** Judges a client's writes, or lets them wait for room in the log. */
    void submit(Write write, long nowMs) {
        if (!waiting.isEmpty() || !judge(write, nowMs)) await(write);
    }

    /**
     * What living connections have waiting is bounded where it is read. What connections that are
     * gone left behind is not, nor are those who come for a session: at the bound both are dropped.
     */
    private void await(Write write) {
        if (waiting.isFull() && write instanceof Write.OpenSession open) {
            uncommitted.add(new Uncommitted.TurnedAway(open.asker()));
        } else {
            waiting.add(write);
        }
    }

    /** The log has everything up to {@code durable}, and so many bytes of room. */
    void room(Zxid durable, long bytes, boolean full, long nowMs) {
        room.update(durable, bytes, full);
        while (!waiting.isEmpty() && judge(waiting.first(), nowMs)) waiting.removeFirst();
    }

    /** Ends a session that was silent for too long; false if it must wait. */
    boolean expire(SessionEntry session, long nowMs) {
        if (isOver() || session.closing || !hasRoom(preparer.closeBytes(session.id()))) {
            return false;
        }

        session.closing = true;
        Zxid zxid = last.next();
        Txn txn = preparer.judgeClose(session.id(), zxid.value());
        log(session.id(), 0, OpCode.CLOSE_SESSION, zxid, nowMs, txn, Conversation.NOBODY);
        return true;
    }

    /** Deletes a container or TTL znode that seems ripe. */
    void reap(Bytes path, long nowMs) {
        if (isOver() || !hasRoom(path.length())) return;

        Zxid zxid = last.next();
        Txn txn = preparer.judgeReap(path, zxid.value());
        if (txn instanceof Txn.Refused) return; // nobody asked, nothing changed

        log(
                SessionId.NONE,
                REAP_XID,
                OpCode.DELETE_CONTAINER,
                zxid,
                nowMs,
                txn,
                Conversation.NOBODY);
    }

    /** What was judged since the last call, if anything. */
    Optional<Proposal> takeProposal() {
        if (writer.isEmpty()) return Optional.empty();

        var entries = writer.take();
        room.sent(entries.last(), entries.encoded().length());
        return Optional.of(new Proposal(entries, state.digestMark()));
    }

    /** The soft quotas that were exceeded since the last call, each once. */
    List<Quotas.Excess> takeExceededQuotas() {
        return quotas.takeExceeded();
    }

    boolean hasProposal() {
        return !writer.isEmpty();
    }

    /** The state has everything up to {@code applied}. */
    void applied(Zxid applied) {
        pending.applied(applied.value());
    }

    /** False if it has to wait, for room in the log or for the next epoch. */
    private boolean judge(Write write, long nowMs) {
        if (isOver()) return false;
        // It may have waited until its session went on elsewhere, where it would be mistaken.
        if (!write.asker().mayWrite()) return true;

        return switch (write) {
            case Write.OpenSession open -> judgeOpen(open, nowMs);
            case Write.Requests requests -> judgeRequests(requests, nowMs);
        };
    }

    /** The last run of the epoch has been numbered. */
    private boolean isOver() {
        return stopped || !endsAt.isAfter(last);
    }

    private boolean judgeOpen(Write.OpenSession open, long nowMs) {
        if (!hasRoom(0)) {
            if (room.isFull()) uncommitted.add(new Uncommitted.TurnedAway(open.asker()));
            return room.isFull();
        }
        open.asker().begin();
        log(
                open.asker().session(),
                0,
                OpCode.CREATE_SESSION,
                last.next(),
                nowMs,
                new Txn.SessionCreated(open.timeoutMs()),
                open.asker());
        return true;
    }

    private boolean judgeRequests(Write.Requests requests, long nowMs) {
        if (!room.isFull() && !hasRoom(entryBytes(requests))) return false;

        Frames frames = requests.frames();
        for (int i = requests.from(); i < requests.to(); i++) {
            in.reset(frames.array(), frames.start(i), frames.end(i));
            judgeRequest(requests, i, in.int32(), in.int32(), nowMs);
        }
        return true;
    }

    /** What the entries of these requests take at most. */
    private long entryBytes(Write.Requests requests) {
        long bytes = 0;
        boolean closes = false;
        for (int i = requests.from(); i < requests.to(); i++) {
            // Behind a close all is refused, in a few bytes; there are no ephemerals to look up
            // again.
            bytes += closes ? ENTRY_OVERHEAD_BYTES : entryBytes(requests, i);
            closes |= opCode(requests, i) == OpCode.CLOSE_SESSION;
        }
        return closes ? 2 * bytes : bytes; // it names what the requests before it create
    }

    private long entryBytes(Write.Requests requests, int i) {
        int asked = requests.frames().length(i);
        int more =
                switch (opCode(requests, i)) {
                    case OpCode.MULTI -> asked / 2; // a step's fact is longer than the wish
                    case OpCode.CLOSE_SESSION -> preparer.closeBytes(requests.asker().session());
                    default -> 0;
                };
        return (long) asked + more + ENTRY_OVERHEAD_BYTES;
    }

    private static int opCode(Write.Requests requests, int i) {
        return requests.frames().int32(i, Integer.BYTES);
    }

    private boolean hasRoom(long bytes) {
        long whole = writer.byteCount() + bytes + ENTRY_OVERHEAD_BYTES;
        return room.fits(whole) || (writer.isEmpty() && room.mustGrowFor(whole));
    }

    private void judgeRequest(Write.Requests batch, int i, int xid, int opCode, long nowMs) {
        Conversation asker = batch.asker();
        Optional<Request> request = read(opCode);
        // While the disk is full, what finds no room is not kept waiting but refused.
        if (room.isFull() && isTooMuch(request, entryBytes(batch, i))) {
            refuse(asker, xid, KeeperError.SYSTEM_ERROR);
            return;
        }
        Zxid zxid = last.next();
        Txn txn = judge(asker, batch.requester(), opCode, request, zxid);
        if (opCode == OpCode.CLOSE_SESSION) asker.close();
        log(asker.session(), xid, opCode, zxid, nowMs, txn, asker);
    }

    /** A learner must know before it can see the next entry of the same client. */
    private void refuse(Conversation asker, int xid, KeeperError error) {
        RemoteEnd remote = asker.remote();
        if (remote == null) uncommitted.add(new Uncommitted.Refused(asker, xid, error));
        else voice.post(remote.member(), new Errand.Refused(remote.number(), xid, error, last()));
    }

    private Optional<Request> read(int opCode) {
        try {
            return Optional.of(RequestCodec.read(opCode, in));
        } catch (MalformedInput malformed) {
            return Optional.empty();
        }
    }

    private boolean isTooMuch(Optional<Request> request, long bytes) {
        return request.isEmpty() || FullDisk.grows(request.get()) || !hasRoom(bytes);
    }

    private Txn judge(
            Conversation asker,
            Requester requester,
            int opCode,
            Optional<Request> request,
            Zxid zxid) {
        if (request.isEmpty()) return new Txn.Refused(KeeperError.MARSHALLING_ERROR);
        if (!asker.isLive() && opCode != OpCode.CLOSE_SESSION) {
            return new Txn.Refused(KeeperError.SESSION_EXPIRED);
        }
        var asked =
                new Preparer.Asked(
                        asker.session(), requester, opCode, zxid.value(), asker.isLocal());
        return preparer.judge(asked, request.get());
    }

    private void log(
            SessionId session,
            int cxid,
            int opCode,
            Zxid zxid,
            long nowMs,
            Txn txn,
            Conversation asker) {
        var header = new TxnHeader(session, cxid, zxid, nowMs, opCode);
        writer.add(header, txn);
        uncommitted.add(new Uncommitted.Logged(header, txn, asker));
        last = zxid;
    }
}
