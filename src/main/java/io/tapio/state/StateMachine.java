package io.tapio.state;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.KeeperError;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.tree.Quotas;
import io.tapio.txn.EntriesReader;
import io.tapio.txn.TxnCodec;
import io.tapio.wire.ConnectRequest;
import java.util.ArrayDeque;
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
    private final SessionRules rules;
    private final Deque<Uncommitted> uncommitted = new ArrayDeque<>();
    private final EntryEffects effects;
    private final Answers answers;
    private final LocalSessions locals;
    private final Admission admission;
    private final Reaper reaper;
    private @Nullable Leadership leadership;
    private @Nullable Followership followership;
    private final RemoteClients remotes = new RemoteClients();
    private final Syncs syncs;
    private boolean hasOthers; // in the ensemble: a leader may be one no longer
    private final Voice voice;

    public StateMachine(ReplicatedState state, Access access, SessionRules rules) {
        this.state = state;
        this.access = access;
        this.rules = rules;
        this.voice =
                new Voice(
                        state.sessions(),
                        remotes,
                        () -> leadership == null ? Zxid.NONE : leadership.last());
        var reader = new Reader(state, access.acls(), access.schemes());
        this.locals = new LocalSessions(state.settings().tickTimeMs(), rules, voice, reader);
        this.answers = new Answers(state, reader, voice, locals);
        this.effects = new EntryEffects(state, answers, voice, locals);
        this.admission = new Admission(state, uncommitted, voice, locals, rules);
        this.syncs = new Syncs(state, voice, answers);
        this.reaper = new Reaper(state);
        state.sessions().rest();
    }

    public ReplicatedState state() {
        return state;
    }

    /** There are other members: one who leads must make sure of it before a sync. */
    public void joinOthers() {
        hasOthers = true;
    }

    /**
     * Entries that the log was given by another, or had at the start; not known to be committed.
     */
    public void logged(Entries entries) {
        Invariant.holds(leadership == null, "a leader knows what it proposes");
        if (followership != null) state.logged(entries);
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
            Invariant.holds(followership == null, "who followed has stood in between");
            locals.endReadOnly();
            state.sessions().watchOver();
            leadership = new Leadership(state, access, uncommitted, voice);
        }
        leadership.begin(epoch, endsAt);
    }

    /** Clients are served under that leader from now on, or go on to be in its next epoch. */
    public void follow(ServerId leader) {
        Invariant.holds(leadership == null, "who led has stood in between");
        if (followership != null && followership.leader().equals(leader)) return;

        Invariant.holds(followership == null, "who followed another has stood in between");
        locals.endReadOnly();
        followership = new Followership(leader, voice);
    }

    /** Nothing more is numbered: another member is about to lead. */
    public void stopJudging() {
        if (leadership != null) leadership.stop();
    }

    /**
     * There is no leader: no client is served here, and none is known. What is logged stays; what
     * was numbered and is after {@code logged} was not, and is forgotten.
     */
    public void stand(Zxid logged) {
        if (leadership != null) leadership.waiting().forEach(write -> voice.lose(write.asker()));
        if (followership != null) followership.everybody().forEach(voice::lose);
        uncommitted.forEach(each -> voice.lose(each.asker()));
        voice.loseAll();
        locals.loseAll();
        locals.readOnly(false);
        leadership = null;
        followership = null;
        state.sessions().rest();
        syncs.clear();
        remotes.clear();
        voice.forgetPosted();
        uncommitted.removeIf(each -> !(each instanceof Uncommitted.Logged));
        truncated(logged);
    }

    /** For want of a leader, clients that ask for no more may read what we know; if wanted. */
    public boolean serveReadOnly() {
        if (isStanding() && rules.readOnly()) locals.readOnly(true);
        return locals.isReadOnly();
    }

    /** The entries after {@code to} are void. */
    public void truncated(Zxid to) {
        while (uncommitted.peekLast() instanceof Uncommitted.Logged last
                && last.header().zxid().isAfter(to)) {
            uncommitted.removeLast();
        }
    }

    public boolean isLeading() {
        return leadership != null;
    }

    /** Answers at once, or when the asker's writes before it have been applied. */
    public void read(ReadBatch batch) {
        Conversation asker = batch.asker();
        if (asker.isOver()) return;

        touch(asker);
        if (hasOthers && batch.hasSync()) askForSync(batch);
        answers.read(batch);
    }

    private void askForSync(ReadBatch batch) {
        if (locals.isReadOnly()) return; // there is nobody to ask, and no hope of an answer

        Conversation asker = batch.asker();
        batch.waitForSyncs(asker.syncAsked());
        if (followership != null) followership.sync(asker);
        else syncs.ask(asker, leading().last());
    }

    /** The token of a question that must be put now: do we still lead? 0 if there is none. */
    public long takeQuestion() {
        return syncs.takeQuestion();
    }

    /** Syncs that a leader has not answered yet. */
    public int pendingSyncs() {
        return syncs.waiting();
    }

    /** We led after that question was put. */
    public void confirmed(long token) {
        syncs.confirmed(token);
        syncs.finish(isLeading());
    }

    /**
     * Whether a client that wants a new session has had its answer; else its wish is to be ordered.
     */
    public boolean open(Write.OpenSession open, ConnectRequest request) {
        return admission.open(open, request, isStanding());
    }

    private boolean isStanding() {
        return leadership == null && followership == null;
    }

    /** A client's writes; a leader judges them, a learner sends them on. */
    public void write(Write write, long nowMs) {
        Conversation asker = write.asker();
        if (!asker.mayWrite()) return;

        touch(asker);
        boolean local = asker.isLocal() && asker.remote() == null;
        if (local && write instanceof Write.Requests requests) {
            locals.write(requests, this, nowMs);
        } else {
            order(write, nowMs);
        }
    }

    void order(Write write, long nowMs) {
        if (followership != null) followership.forward(write);
        else if (leadership != null) submit(write, nowMs);
        else voice.lose(write.asker());
    }

    void submit(Write write, long nowMs) {
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
            effects.apply(entry, askerOf(entry));
            answerRefused();
            if (followership != null) followership.hearWords(this);
        }
        if (leadership != null) leadership.applied(state.applied());
        if (hasOthers) syncs.finish(isLeading());
    }

    private Conversation askerOf(Uncommitted.Logged entry) {
        if (followership == null) return entry.asker();
        return followership.askerOf(entry.header(), entry.txn(), state.sessions(), locals);
    }

    /** Answers what was refused and has nothing before it any more. */
    private void answerRefused() {
        for (var next = uncommitted.peek(); next != null; next = uncommitted.peek()) {
            switch (next) {
                case Uncommitted.Logged logged -> {
                    return;
                }
                case Uncommitted.Refused(Conversation asker, int xid, KeeperError error) ->
                        answers.refuse(asker, xid, error);
                case Uncommitted.TurnedAway away ->
                        voice.dismiss(away.asker(), new Delivery.NoRoom());
                case Uncommitted.Coming(Conversation asker, int timeoutMs) -> {
                    if (!asker.isOver()) admission.admit(asker, timeoutMs);
                }
            }
            uncommitted.remove();
        }
    }

    Answers answers() {
        return answers;
    }

    Admission admission() {
        return admission;
    }

    /** A client wants to go on with its session on this connection. */
    public void attach(Conversation conversation, ConnectRequest request) {
        int timeoutMs = state.settings().negotiate(request.timeoutMs());
        if (admission.attach(conversation, request, timeoutMs, isStanding())) return;

        if (followership != null) followership.attach(conversation, timeoutMs);
        else admission.admit(conversation, timeoutMs);
    }

    /** The connection is gone; the session lives on until it expires. */
    public void detach(Conversation conversation) {
        if (followership != null) followership.detach(conversation);
        if (conversation.isOver()) return;

        conversation.loseLink();
        voice.leave(conversation);
    }

    /** One tick has passed: silent sessions, which are returned, expire, ripe containers go. */
    public List<SessionId> tick(long nowMs) {
        List<SessionId> expired = locals.tick();
        var silent = state.sessions().tick();
        if (leadership == null) return expired;

        for (SessionEntry session : silent) {
            if (leadership.expire(session, nowMs)) expired.add(session.id());
        }
        for (Bytes path : reaper.ripe(nowMs)) {
            leadership.reap(path, nowMs);
        }
        return expired;
    }

    /** Whoever is connected, here or to another member that we lead, was heard just now. */
    public void hearConnected() {
        for (SessionEntry each : state.sessions().all()) {
            if (each.conversation != null) state.sessions().touch(each);
        }
        for (SessionEntry each : locals.table().all()) {
            if (each.conversation != null) locals.touch(each);
        }
    }

    /** Ends a session as if it had been silent for too long; for a leader to decide. */
    public void expire(SessionId id, long nowMs) {
        SessionEntry session = state.sessions().find(id);
        if (leadership != null && session != null) leadership.expire(session, nowMs);
    }

    /** The last entry that we have numbered or applied. */
    public Zxid numbered() {
        return leadership == null ? state.applied() : leadership.last();
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
        return voice.takeOutcomes();
    }

    public boolean hasOutcomes() {
        return voice.hasOutcomes();
    }

    private void touch(Conversation asker) {
        SessionEntry session = asker.entry();
        if (session == null) return;
        if (session.local) {
            locals.touch(session);
            return;
        }
        if (followership != null) followership.heard(session);
        state.sessions().touch(session);
    }

    /** A learner tells its leader whose clients it has heard since the last report. */
    public void report() {
        if (followership != null) followership.report();
    }

    /** The sessions that no other member knows. */
    public SessionTable localSessions() {
        return locals.table();
    }

    public boolean mayHaveLocals() {
        return rules.local() || locals.isReadOnly();
    }

    /** What is to be said to other members since the last call, in order. */
    public List<Posted> takePosted() {
        return voice.takePosted();
    }

    public boolean hasPosted() {
        return voice.hasPosted();
    }

    /** Another member's replica has something to ask or to tell. */
    public void errand(ServerId from, Errand errand, long nowMs) {
        switch (errand) {
            case Errand.Asked asked -> {
                if (leadership != null) remotes.asked(from, asked, this, nowMs);
            }
            case Errand.Told told -> {
                boolean ours = followership != null && from.equals(followership.leader());
                if (ours && followership != null) followership.told(told, this);
            }
        }
    }

    /** The leader has answered for a sync of ours. */
    void synced(Conversation asker, Zxid upTo) {
        syncs.done(asker, upTo);
        syncs.finish(isLeading());
    }

    /** A learner wants to know for one of its clients. */
    void askFor(ServerId member, long token) {
        syncs.ask(member, token, leading().last());
    }

    /** That member's link is down: its clients' connections are gone, as far as we know. */
    public void peerLost(ServerId peer) {
        remotes.removeAll(peer).forEach(this::detach);
    }

    private Leadership leading() {
        return Invariant.present(leadership, "only a leader judges writes");
    }
}
