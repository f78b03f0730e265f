package io.tapio.log;

import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the epochs of a journal end: what tells an entry that counts from one that was cut.
 *
 * <p>Changed by the disk's thread; readable by every other.
 */
final class EpochEnds {
    private volatile View view = View.from(Zxid.NONE);

    /**
     * The ends at some moment.
     *
     * @param base the entry that the first readable one follows
     * @param closed the last entries of all epochs but the newest, oldest first
     * @param open the newest epoch, whose end grows
     */
    record View(Zxid base, List<Zxid> closed, int open) {

        private static View from(Zxid base) {
            return new View(base, List.of(), base.epoch());
        }

        private View appended(int epoch, Zxid last) {
            if (epoch == open) return this;

            var more = new ArrayList<>(closed);
            if (last.isAfter(base)) more.add(last);
            return new View(base, List.copyOf(more), epoch);
        }

        private View truncated(Zxid to) {
            if (!to.isAfter(base)) return from(to);

            var left = closed.stream().filter(end -> end.epoch() < to.epoch()).toList();
            return new View(base, left, to.epoch());
        }

        private View without(Zxid purged) {
            if (!purged.isAfter(base)) return this;

            var left = closed.stream().filter(end -> end.isAfter(purged)).toList();
            return new View(purged, left, open);
        }

        private Optional<Zxid> end(int epoch) {
            return closed.stream().filter(end -> end.epoch() == epoch).findFirst();
        }

        /** The last entry of that epoch which counts and is not after {@code last}; or none. */
        Zxid lastThatCounts(Zxid last) {
            if (last.epoch() == open) return last;

            return end(last.epoch()).map(end -> History.min(end, last)).orElse(Zxid.NONE);
        }

        /** Why nobody can go on reading after this entry; empty if that is possible. */
        Optional<String> objection(Zxid after) {
            if (after.equals(base)) return Optional.empty();
            if (base.isAfter(after)) return Optional.of("entries after " + after + " were purged");

            boolean counts = lastThatCounts(after).equals(after);
            return counts ? Optional.empty() : Optional.of("entry " + after + " is not in the log");
        }

        /** Whether another epoch's entries may follow this one. */
        boolean isEnd(Zxid entry) {
            return entry.equals(base) || end(entry.epoch()).filter(entry::equals).isPresent();
        }
    }

    /** Everything that can be read comes after {@code base}. */
    void begin(Zxid base) {
        view = View.from(base);
    }

    void truncated(Zxid to) {
        view = view.truncated(to);
    }

    /** What is not after {@code base} cannot be read any more. */
    void forget(Zxid base) {
        view = view.without(base);
    }

    void add(JournalFact fact, Zxid lastBefore) {
        switch (fact) {
            case JournalFact.EntriesAppended appended ->
                    view = view.appended(appended.entries().first().epoch(), lastBefore);
            case JournalFact.TailTruncated(Zxid to) -> truncated(to);
            case JournalFact.EpochAccepted accepted -> {}
            case JournalFact.EpochEstablished established -> {}
            case JournalFact.SnapshotRequested requested -> {}
            case JournalFact.DiskProven proven -> {}
            case JournalFact.DiskDoubted doubted -> {}
        }
    }

    View view() {
        return view;
    }

    Zxid base() {
        return view.base();
    }

    /** The last entries of all epochs, the newest being that of {@code last}. */
    List<Zxid> upTo(Zxid last) {
        View now = view;
        var ends = new ArrayList<>(now.closed());
        if (last.isAfter(now.base())) ends.add(last);
        return ends;
    }
}
