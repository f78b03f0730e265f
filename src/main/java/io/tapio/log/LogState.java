package io.tapio.log;

import io.tapio.model.Invariant;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the log remembers of its facts: their history, and, while it recovers, their fold. */
final class LogState {
    private History history = History.START;
    private @Nullable Replayed replayed;

    LogState(Fold fold) {
        replayed = new Replayed(fold);
    }

    History history() {
        return history;
    }

    /** Begins with a snapshot. */
    LogState load(LogStore.Chosen snapshot) throws IOException {
        recovering().load(snapshot);
        history = snapshot.after();
        return this;
    }

    LogState add(JournalFact fact) {
        Optional<String> objection = history.objection(fact);
        Invariant.holds(objection.isEmpty(), "a fact follows from those before it");
        history = history.after(fact);
        if (replayed != null) replayed.add(fact, history);
        return this;
    }

    /** All entries so far are void; the history goes on from {@code now}. */
    void replaceBy(History now) {
        history = now;
    }

    /** What was replayed; from now on it belongs to the caller. */
    Replayed handOver() {
        Replayed done = recovering();
        replayed = null;
        return done;
    }

    private Replayed recovering() {
        if (replayed == null) throw new Invariant.Broken("a fold is handed over once");

        return replayed;
    }
}
