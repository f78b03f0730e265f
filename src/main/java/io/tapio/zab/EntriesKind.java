package io.tapio.zab;

import io.tapio.model.Entries;

/** As what a learner is sent entries of our log. */
public enum EntriesKind {
    /** As the history that it must have before it follows. */
    SYNC,

    /** As proposals that it is to put on disk. */
    PROPOSAL,

    /** As committed entries, for an observer. */
    INFORM;

    public ZabMessage message(Entries entries) {
        return switch (this) {
            case SYNC -> new ZabMessage.SyncEntries(entries);
            case PROPOSAL -> new ZabMessage.Proposal(entries);
            case INFORM -> new ZabMessage.Inform(entries);
        };
    }
}
