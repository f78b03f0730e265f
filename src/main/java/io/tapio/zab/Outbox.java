package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;

/**
 * What the protocol wants done, in the order it asked; carried out by the member's shell.
 *
 * <p>Effects on the log are answered by the log's word, effects on the state are not answered.
 */
public interface Outbox {
    /** Write to the journal that no epoch before this one will be followed any more. */
    void acceptEpoch(int epoch);

    /** Write to the journal that this epoch has a leader whose history is ours. */
    void establishEpoch(int epoch);

    /** Write these entries to the journal. */
    void append(Entries entries);

    /** Every entry up to and including this one may be applied; only the highest counts. */
    void commit(Zxid upTo);

    /**
     * This member leads the epoch from now on: writes may be proposed. The run that reaches {@code
     * endsAt} is the last of the epoch; what comes then waits for the next one.
     */
    void lead(int epoch, Zxid endsAt);
}
