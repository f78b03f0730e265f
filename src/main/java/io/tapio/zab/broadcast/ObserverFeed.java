package io.tapio.zab.broadcast;

import io.tapio.model.Entries;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import java.util.Optional;

/** An observer's side of phase 3: is told what is committed, and acknowledges nothing. */
public final class ObserverFeed {
    private final OwnLog log;

    public ObserverFeed(OwnLog log) {
        this.log = log;
    }

    /** Takes committed entries; the answer is what is wrong with them, if anything. */
    public Optional<String> onInform(Entries entries, Outbox out) {
        if (!OwnLog.follows(log.appended(), entries)) {
            return Optional.of("entry " + entries.first() + " does not follow " + log.appended());
        }

        out.append(entries);
        out.commit(entries.last());
        return Optional.empty();
    }
}
