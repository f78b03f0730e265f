package io.tapio.log;

import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;

/** A journal without an actor, that forgets what it no longer needs; for benchmarks. */
public final class BareJournal implements AutoCloseable {
    private static final int KEPT_SEGMENTS = 2;

    private final LogStore store;
    private final Journal journal;

    private BareJournal(LogStore store) {
        this.store = store;
        this.journal = store.journal();
    }

    public static BareJournal open(Path directory, Storage storage) throws IOException {
        var bare =
                new BareJournal(
                        LogStore.open(
                                LogSettings.in(directory, directory, new ServerId(1)), storage));
        return bare;
    }

    /** As {@code Log} has it done, with a flush. */
    public void append(Entries entries) throws IOException {
        journal.append(
                journal.sequence() + 1,
                new JournalFact.EntriesAppended(entries, Zxid.NONE, new DigestMark(Zxid.NONE, 0)));
        while (journal.hasWork()) journal.work();
        if (journal.segments().size() > KEPT_SEGMENTS) {
            journal.dropBefore(journal.segments().getLast());
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
