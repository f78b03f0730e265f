package io.tapio.state;

import io.tapio.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** Collects what one entry brings about; pointed anew at each entry. */
final class EntryEffects implements Applier.Effects {
    private final Voice voice;
    private final LocalSessions locals;
    private Conversation asker = Conversation.NOBODY;

    EntryEffects(Voice voice, LocalSessions locals) {
        this.voice = voice;
        this.locals = locals;
    }

    int begin(Conversation of) {
        asker = of;
        return voice.out().replies().length();
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
