package io.tapio.log;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.Optional;
import java.util.UUID;

/**
 * The journal in a few numbers: what a member must know of all facts up to some point.
 *
 * @param last the last entry logged and not void
 * @param committed the highest entry known to be committed; never after {@code last}
 * @param cluster the ensemble that this member belongs to
 * @param proven whether this disk has everything that its member ever promised to have
 */
record History(
        int acceptedEpoch,
        int establishedEpoch,
        Zxid last,
        Zxid committed,
        UUID cluster,
        boolean proven) {
    /** The ensemble of one that belongs to none yet. */
    static final UUID NO_CLUSTER = new UUID(0, 0);

    static final History START = new History(0, 0, Zxid.NONE, Zxid.NONE, NO_CLUSTER, false);

    /** The newest epoch whose leader this member has followed. */
    int currentEpoch() {
        return Math.max(establishedEpoch, last.epoch());
    }

    /** Why {@code fact} cannot come next; empty if it can. */
    Optional<String> objection(JournalFact fact) {
        if (admits(fact)) return Optional.empty();

        return Optional.of(
                switch (fact) {
                    case JournalFact.EpochAccepted(int epoch) ->
                            "epoch " + epoch + " accepted after " + acceptedEpoch;
                    case JournalFact.EpochEstablished established ->
                            "epoch "
                                    + established.epoch()
                                    + " established after "
                                    + establishedEpoch;
                    case JournalFact.EntriesAppended appended ->
                            "entry " + appended.entries().first() + " does not follow " + last;
                    case JournalFact.TailTruncated(Zxid to) ->
                            "cut to " + to + ", which is not within " + committed + " to " + last;
                    case JournalFact.SnapshotRequested requested -> "never";
                    case JournalFact.DiskProven disk -> "never";
                    case JournalFact.DiskDoubted disk -> "never";
                });
    }

    private boolean admits(JournalFact fact) {
        return switch (fact) {
            case JournalFact.EpochAccepted(int epoch) -> epoch >= acceptedEpoch;
            case JournalFact.EpochEstablished established ->
                    established.epoch() >= establishedEpoch;
            case JournalFact.EntriesAppended appended -> follows(appended.entries());
            case JournalFact.TailTruncated(Zxid to) -> !to.isAfter(last) && !committed.isAfter(to);
            case JournalFact.SnapshotRequested requested -> true;
            case JournalFact.DiskProven disk -> true;
            case JournalFact.DiskDoubted disk -> true;
        };
    }

    /** The history with {@code fact} added. */
    History after(JournalFact fact) {
        return switch (fact) {
            case JournalFact.EpochAccepted(int epoch) ->
                    new History(epoch, establishedEpoch, last, committed, cluster, proven);
            case JournalFact.EpochEstablished(int epoch, UUID ensemble) ->
                    new History(acceptedEpoch, epoch, last, committed, ensemble, true);
            case JournalFact.EntriesAppended appended -> {
                Zxid end = appended.entries().last();
                Zxid known = min(appended.committed(), end);
                yield new History(
                        acceptedEpoch,
                        establishedEpoch,
                        end,
                        max(committed, known),
                        cluster,
                        proven);
            }
            case JournalFact.TailTruncated(Zxid to) ->
                    new History(acceptedEpoch, establishedEpoch, to, committed, cluster, proven);
            case JournalFact.SnapshotRequested requested -> this;
            case JournalFact.DiskProven disk ->
                    new History(acceptedEpoch, establishedEpoch, last, committed, cluster, true);
            case JournalFact.DiskDoubted disk ->
                    new History(acceptedEpoch, establishedEpoch, last, committed, cluster, false);
        };
    }

    /**
     * The same epochs over the history that ends in a snapshot taken from elsewhere. If that is
     * behind us, what follows it is yet to come, and until then this disk lacks what it once had.
     */
    History replacedBy(Zxid snapshot) {
        boolean complete = proven && !last.isAfter(snapshot);
        return new History(acceptedEpoch, establishedEpoch, snapshot, snapshot, cluster, complete);
    }

    private boolean follows(Entries entries) {
        Zxid first = entries.first();
        return first.epoch() == last.epoch()
                ? first.value() == last.value() + 1
                : first.isAfter(last) && first.counter() == 1;
    }

    static Zxid max(Zxid a, Zxid b) {
        return a.isAfter(b) ? a : b;
    }

    static Zxid min(Zxid a, Zxid b) {
        return a.isAfter(b) ? b : a;
    }
}
