package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.txn.Txn;
import org.jspecify.annotations.Nullable;

/** Applies entries, and collects what the one at work brings about. */
final class EntryEffects implements Applier.Effects {
    private final ReplicatedState state;
    private final Answers answers;
    private final Voice voice;
    private final LocalSessions locals;
    private Conversation asker = Conversation.NOBODY;

    EntryEffects(ReplicatedState state, Answers answers, Voice voice, LocalSessions locals) {
        this.state = state;
        this.answers = answers;
        this.voice = voice;
        this.locals = locals;
    }

    /** Applies a committed entry, between what its asker wanted before and after it. */
    void apply(Uncommitted.Logged entry, Conversation of) {
        asker = of;
        if (of.hasHeld()) answers.before(of);
        int from = voice.out().replies().length();
        state.apply(entry.header(), entry.txn(), this);
        if (of.isOver()) return;

        boolean closes = entry.txn() instanceof Txn.SessionClosed;
        if (voice.out().replies().length() > from) voice.out().answered(of, from, closes);
        if (closes) voice.leave(of);
        else if (of.remote() == null) answers.wrote(of, entry.txn());
    }

    @Override
    public void changed(TreeChange change, long zxid) {
        voice.out().add(new Outcome.Changed(change, zxid));
    }

    @Override
    public void opened(SessionEntry session) {
        boolean wasLocal = asker.entry() != null;
        if (!asker.isOver()) asker.attach(session);
        locals.upgraded(session.id(), asker);
        if (asker.isOver() || wasLocal || asker.remote() != null) return;

        voice.tell(asker, new Delivery.Opened(session.timeoutMs()));
    }

    @Override
    public void closed(SessionEntry session) {
        Conversation talking = session.conversation;
        if (talking != null && talking != asker) voice.dismiss(talking, new Delivery.Ended());
    }

    @Override
    public @Nullable JuteWriter reply() {
        return asker.isOver() || asker.remote() != null ? null : voice.out().replies();
    }
}
