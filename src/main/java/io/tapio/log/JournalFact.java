package io.tapio.log;

import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.UUID;

/** What happened to this member, in the order in which it happened; one fact is one record. */
public sealed interface JournalFact {

    /** This member promised not to follow a leader of an older epoch. */
    record EpochAccepted(int epoch) implements JournalFact {}

    /** This member's history became that of the leader of this epoch, in that ensemble. */
    record EpochEstablished(int epoch, UUID cluster) implements JournalFact {}

    /** This disk has all that its member ever promised: it was there when the ensemble began. */
    record DiskProven() implements JournalFact {}

    /** Damage was found on this disk, so it may lack something that its member promised. */
    record DiskDoubted() implements JournalFact {}

    /**
     * Entries were logged, all of them at once.
     *
     * @param committed every entry up to this one was known to be committed at the time
     * @param mark what the tree looked like at some applied entry, for replay to check; {@link
     *     Zxid#NONE} says nothing
     */
    record EntriesAppended(Entries entries, Zxid committed, DigestMark mark)
            implements JournalFact {}

    /** Every entry after {@code last} is void. None of them was committed. */
    record TailTruncated(Zxid last) implements JournalFact {}

    /** A snapshot of the state at {@code at} was begun. Changes nothing. */
    record SnapshotRequested(Zxid at) implements JournalFact {}
}
