package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.Quotas;
import io.tapio.txn.EntriesReader;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnCodec;
import io.tapio.wire.ConnectRequest;
import io.tapio.wire.ReplyWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state at work: answers reads, judges writes while leading, applies what is
 * committed, and says who is to be told what.
 *
 * <p>Takes one input at a time and collects its outcomes; the same inputs give the same outcomes.
 * Entries wait here between log and commit.
 */
public final class StateMachine {
    private final ReplicatedState state;
    private final Access access;
    private final Reader reader;
    private final Deque<Uncommitted> uncommitted = new ArrayDeque<>();
    private final EntryEffects effects = new EntryEffects();
    private final Reaper reaper;
    private @Nullable Leadership leadership;
    private Outcomes out = new Outcomes();

    public StateMachine(ReplicatedState state, Access access) {
        this.state = state;
        this.access = access;
        this.reader = new Reader(state, access.acls(), access.schemes());
        this.reaper = new Reaper(state);
    }

    public ReplicatedState state() {
        return state;
    }

    /** Entries that the log has and that are not known to be committed, as at the start. */
    public void logged(Entries entries) {
        Invariant.holds(leadership == null, "a leader knows what it proposes");
        for (var each = new EntriesReader(entries); each.hasNext(); ) {
            TxnCodec.Decoded entry = each.next();
            uncommitted.add(
                    new Uncommitted.Logged(entry.header(), entry.txn(), Conversation.NOBODY));
        }
    }

    /**
     * Writes are judged here from now on; all that was logged before has been committed. No run
     * follows the one that reaches {@code endsAt} until the next epoch is led.
     */
    public void lead(int epoch, Zxid endsAt) {
        Invariant.holds(uncommitted.isEmpty(), "a leader begins with nothing in flight");
        if (leadership == null) {
            state.sessions().touchAll();
            leadership = new Leadership(state, access, uncommitted);
        }
        leadership.begin(epoch, endsAt);
    }

    public boolean isLeading() {
        return leadership != null;
    }

    /** Answers at once, or when the asker's writes before it have been applied. */
    public void read(ReadBatch batch) {
        Conversation asker = batch.asker();
        if (asker.isOver()) return;

        touch(asker);
        if (asker.isReady(batch)) answer(batch);
        else asker.hold(batch);
    }

    private void answer(ReadBatch batch) {
        reader.answer(batch);
        out.add(new Outcome.Reads(batch));
        if (batch.hangsUp()) leave(batch.asker()); // nothing behind it is carried out or answered
    }

    /** A client's writes; only a leader takes them. */
    public void write(Write write, long nowMs) {
        if (!write.asker().mayWrite()) return;

        touch(write.asker());
        leading().submit(write, nowMs);
        answerRefused();
    }

    /** The log has everything up to {@code durable}, and room for so many bytes more. */
    public void logRoom(Zxid durable, long bytes, boolean full, long nowMs) {
        if (leadership == null) return;

        leadership.room(durable, bytes, full, nowMs);
        answerRefused();
    }

    /** Everything up to {@code upTo} is committed: applies it, in order. */
    public void commit(Zxid upTo) {
        while (uncommitted.peek() instanceof Uncommitted.Logged entry
                && !entry.header().zxid().isAfter(upTo)) {
            uncommitted.remove();
            apply(entry);
            answerRefused();
        }
        if (leadership != null) leadership.applied(state.applied());
    }

    private void apply(Uncommitted.Logged entry) {
        Conversation asker = entry.asker();
        int from = effects.begin(asker);
        state.apply(entry.header(), entry.txn(), effects);
        if (asker.isOver()) return;

        boolean closes = entry.txn() instanceof Txn.SessionClosed;
        if (out.replies().length() > from) out.answered(asker, from, closes);
        if (closes) leave(asker);
        else wroteOne(asker, entry.txn());
    }

    private void wroteOne(Conversation asker, Txn txn) {
        if (txn instanceof Txn.SessionCreated) return; // not one of the client's own writes

        asker.writeApplied();
        for (var next = asker.nextReady(); next != null; next = asker.nextReady()) {
            answer(next);
        }
    }

    /** Answers what was refused and has nothing before it any more. */
    private void answerRefused() {
        for (var next = uncommitted.peek(); next != null; next = uncommitted.peek()) {
            switch (next) {
                case Uncommitted.Logged logged -> {
                    return;
                }
                case Uncommitted.Refused refused -> answerRefused(refused);
                case Uncommitted.TurnedAway away ->
                        out.add(new Outcome.Told(away.asker(), new Delivery.NoRoom()));
            }
            uncommitted.remove();
        }
    }

    private void answerRefused(Uncommitted.Refused refused) {
        Conversation asker = refused.asker();
        if (asker.isOver()) return;

        int from = out.replies().length();
        ReplyWriter.headerOnly(
                out.replies(), refused.xid(), state.applied().value(), refused.error());
        out.answered(asker, from, false);
        wroteOne(asker, new Txn.Refused(refused.error()));
    }

    /** Whether a client that has seen {@code lastZxidSeen} must be told to look elsewhere. */
    public boolean isBehind(long lastZxidSeen) {
        return lastZxidSeen > state.applied().value();
    }

    /** A client wants to go on with its session on this connection. */
    public void attach(Conversation conversation, ConnectRequest request) {
        SessionEntry session = state.sessions().find(conversation.session());
        if (isBehind(request.lastZxidSeen())) {
            refuseAhead(conversation);
        } else if (session == null
                || session.closing
                || !SessionPassword.matches(session.id(), request.password())) {
            out.add(new Outcome.Told(conversation, new Delivery.Unknown()));
        } else {
            move(session, conversation, state.settings().negotiate(request.timeoutMs()));
        }
    }

    /** Tells a client that has seen a later state than ours. */
    public void refuseAhead(Conversation conversation) {
        out.add(new Outcome.Told(conversation, new Delivery.Ahead()));
    }

    private void move(SessionEntry session, Conversation conversation, int timeoutMs) {
        Conversation before = session.conversation;
        if (before != null) {
            out.add(new Outcome.Told(before, new Delivery.Moved()));
            leave(before);
        }
        state.sessions().attached(session, timeoutMs);
        conversation.attach(session);
        out.add(new Outcome.Told(conversation, new Delivery.Opened(timeoutMs)));
    }

    /** The connection is gone; the session lives on until it expires. */
    public void detach(Conversation conversation) {
        if (conversation.isOver()) return;

        conversation.loseLink();
        leave(conversation);
    }

    private void leave(Conversation conversation) {
        SessionEntry session = conversation.entry();
        if (session != null && session.conversation == conversation) session.conversation = null;
        conversation.end();
        out.add(new Outcome.Left(conversation));
    }

    /** One tick has passed: silent sessions, which are returned, expire, ripe containers go. */
    public List<SessionId> tick(long nowMs) {
        var silent = state.sessions().tick();
        if (leadership == null) return List.of();

        List<SessionId> expired = new ArrayList<>();
        for (SessionEntry session : silent) {
            if (leadership.expire(session, nowMs)) expired.add(session.id());
        }
        for (Bytes path : reaper.ripe(nowMs)) {
            leadership.reap(path, nowMs);
        }
        return expired;
    }

    /** The soft quotas that writes have exceeded since the last call, each once. */
    public List<Quotas.Excess> takeExceededQuotas() {
        return leadership == null ? List.of() : leadership.takeExceededQuotas();
    }

    /** Judged writes that should go to the log now. */
    public Optional<Proposal> takeProposal() {
        if (leadership == null) return Optional.empty();

        Optional<Proposal> proposal = leadership.takeProposal();
        proposal.ifPresent(taken -> state.logged(taken.entries()));
        return proposal;
    }

    public boolean hasProposal() {
        return leadership != null && leadership.hasProposal();
    }

    /** What came of the inputs since the last call. */
    public Outcomes takeOutcomes() {
        Outcomes taken = out;
        out = new Outcomes();
        return taken;
    }

    public boolean hasOutcomes() {
        return !out.isEmpty();
    }

    private void touch(Conversation asker) {
        SessionEntry session = asker.entry();
        if (session != null) state.sessions().touch(session);
    }

    private Leadership leading() {
        return Invariant.present(leadership, "only a leader judges writes");
    }

    /** Collects what one entry brings about; pointed anew at each entry. */
    private final class EntryEffects implements Applier.Effects {
        private Conversation asker = Conversation.NOBODY;

        int begin(Conversation of) {
            asker = of;
            return out.replies().length();
        }

        @Override
        public void changed(TreeChange change, long zxid) {
            out.add(new Outcome.Changed(change, zxid));
        }

        @Override
        public void opened(SessionEntry session) {
            if (asker.isOver()) return;

            asker.attach(session);
            out.add(new Outcome.Told(asker, new Delivery.Opened(session.timeoutMs())));
        }

        @Override
        public void closed(SessionEntry session) {
            Conversation talking = session.conversation;
            if (talking == null || talking == asker) return;

            out.add(new Outcome.Told(talking, new Delivery.Ended()));
            leave(talking);
        }

        @Override
        public @Nullable JuteWriter reply() {
            return asker.isOver() ? null : out.replies();
        }
    }
}
