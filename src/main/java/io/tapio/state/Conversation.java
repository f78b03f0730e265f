package io.tapio.state;

import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One session on one connection, as the replica knows it: where answers go, how many of its writes
 * have been applied, and which reads wait for a write that comes before them.
 *
 * <p>Owned by the replica. A session that reconnects gets a new conversation, so that late answers
 * to the old connection's writes never reach the new one.
 */
public final class Conversation {
    /** Asks for what the server does of its own accord; nobody waits for the answer. */
    static final Conversation NOBODY = new Conversation(SessionId.NONE, delivery -> {});

    static {
        NOBODY.end();
    }

    private static final long NEVER = -1;

    private final SessionId session;
    private final Recipient recipient;
    private final Deque<ReadBatch> held = new ArrayDeque<>(0);
    private long applied; // of this conversation's writes, in the order it sent them
    private @Nullable SessionEntry entry; // once the session exists
    private @Nullable Deque<Refusal> refusals; // that wait behind a sync
    private @Nullable ForwardedLine line; // of a learner's client, once the leader is asked
    private @Nullable RemoteEnd remote; // of a client that is connected to another member
    private long syncsAsked;
    private long syncsDone;
    private boolean beginning;
    private boolean closing;
    private boolean localElsewhere; // its session is known to the member alone that it is held with
    private long taken; // writes of a local session
    private long closesAfter = NEVER; // so many writes
    private int closeXid;
    private boolean over;
    private boolean linkLost;

    /** The answer to a write that was refused without an entry. */
    record Refusal(int xid, KeeperError error) {}

    public Conversation(SessionId session, Recipient recipient) {
        this.session = session;
        this.recipient = recipient;
    }

    public SessionId session() {
        return session;
    }

    public Recipient recipient() {
        return recipient;
    }

    void forwardOn(ForwardedLine newLine) {
        line = newLine;
    }

    @Nullable ForwardedLine line() {
        return line;
    }

    void remoteAt(RemoteEnd end) {
        remote = end;
    }

    @Nullable RemoteEnd remote() {
        return remote;
    }

    /** One more sync waits for the leader's word; how many have by now. */
    long syncAsked() {
        return ++syncsAsked;
    }

    void syncDone() {
        syncsDone++;
    }

    /** The session has come into being, or has moved here. */
    void attach(SessionEntry session) {
        entry = session;
        session.closing |= closing;
        session.conversation = this;
    }

    @Nullable SessionEntry entry() {
        return entry;
    }

    /**
     * The session is about to exist. A learner may see it before its leader does, and send on what
     * the client does with it.
     */
    void begin() {
        beginning = true;
    }

    /** The end of the session is on the way. */
    void close() {
        closing = true;
        if (entry != null) entry.closing = true;
    }

    /** Whether the session exists, or is about to, and its end is not on the way. */
    boolean isLive() {
        if (closing) return false;
        if (entry == null) return beginning || localElsewhere;

        return !entry.gone && !entry.closing;
    }

    /** Of another member's local session. */
    void beLocalElsewhere() {
        localElsewhere = true;
    }

    /** Whether the session is not the ensemble's, nor about to be. */
    boolean isLocal() {
        return entry == null ? localElsewhere && !beginning : entry.local && !entry.upgrading;
    }

    /** So many writes more have come. */
    void took(int writes) {
        taken += writes;
    }

    /** The client has closed its local session, behind what it has sent before. */
    void closeLocally(int xid) {
        closesAfter = taken;
        closeXid = xid;
    }

    /** Whether the client does not want anything more. */
    boolean hasClosed() {
        return closesAfter != NEVER;
    }

    /** Whether all is answered that came before the close. */
    boolean isToClose() {
        ReadBatch next = held.peek();
        return closesAfter == applied && !over && (next == null || applied < next.after());
    }

    int closeXid() {
        return closeXid;
    }

    /**
     * Whether the session exists; its end may be on the way, for a read held until now came before
     * its client's own close, and none that comes after is ever answered.
     */
    boolean mayRead() {
        return entry != null && !entry.gone;
    }

    /** Whether nothing may be delivered any more. */
    public boolean isOver() {
        return over;
    }

    /**
     * Whether a write is still carried out. One that was sent before the link broke is, though the
     * news of the link comes a shorter way: above all a close, which often is a client's last word.
     */
    boolean mayWrite() {
        return !over || (linkLost && entry != null && entry.conversation == null);
    }

    /** The client is gone; what it had sent is on its way. */
    void loseLink() {
        linkLost = true;
    }

    public void end() {
        over = true;
        held.clear();
        refusals = null;
    }

    /** Whether all writes that the client sent before this batch have been applied. */
    public boolean isReady(ReadBatch batch) {
        return applied >= batch.after() && syncsDone >= batch.syncs();
    }

    /** Whether others wait before whatever comes now. */
    boolean hasHeld() {
        return !held.isEmpty();
    }

    /**
     * The next held batch that comes before the write which is applied now, or null. Its syncs are
     * done by that write: it was proposed after they came, and is committed.
     */
    @Nullable ReadBatch nextBeforeWrite() {
        ReadBatch next = held.peek();
        return next != null && applied >= next.after() ? held.poll() : null;
    }

    /** The next write was refused; all writes before it are answered. */
    void refuse(Refusal refusal) {
        if (refusals == null) refusals = new ArrayDeque<>(1);
        refusals.add(refusal);
    }

    /** The next refusal that nothing comes before any more, or null. */
    @Nullable Refusal nextRefusal() {
        ReadBatch next = held.peek();
        if (refusals == null || (next != null && applied >= next.after())) return null;

        return refusals.poll();
    }

    /** Keeps a batch until the writes before it have been applied. */
    public void hold(ReadBatch batch) {
        held.add(batch);
    }

    /** One more write has been applied. */
    public void writeApplied() {
        applied++;
    }

    /** The next held batch whose turn has come, or null. */
    public @Nullable ReadBatch nextReady() {
        ReadBatch next = held.peek();
        return next != null && isReady(next) ? held.poll() : null;
    }
}
