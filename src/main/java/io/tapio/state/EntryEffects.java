package io.tapio.state;

import io.tapio.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** Collects what one entry brings about; pointed anew at each entry. */
final class EntryEffects implements Applier.Effects {
    private final Voice voice;
    private Conversation asker = Conversation.NOBODY;

    EntryEffects(Voice voice) {
        this.voice = voice;
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
        if (asker.isOver()) return;

        asker.attach(session);
        if (asker.remote() == null) voice.tell(asker, new Delivery.Opened(session.timeoutMs()));
    }

    @Override
    public void closed(SessionEntry session) {
        Conversation talking = session.conversation;
        if (talking == null || talking == asker) return;

        voice.tell(talking, new Delivery.Ended());
        voice.leave(talking);
    }

    @Override
    public @Nullable JuteWriter reply() {
        return asker.isOver() || asker.remote() != null ? null : voice.out().replies();
    }
}
