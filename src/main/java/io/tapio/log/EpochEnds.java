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
    /**
     * @param base the entry that the first readable one follows
     * @param closed the last entries of all epochs but the newest, oldest first
     * @param open the newest epoch, whose end grows
     */
    private record View(Zxid base, List<Zxid> closed, int open) {}

    private volatile View view = new View(Zxid.NONE, List.of(), 0);

    /** Everything that can be read comes after {@code base}. */
    void begin(Zxid base) {
        view = new View(base, List.of(), base.epoch());
    }

    /** Entries of that epoch follow {@code last}. */
    void appended(int epoch, Zxid last) {
        View now = view;
        if (epoch == now.open()) return;

        var closed = new ArrayList<>(now.closed());
        if (last.isAfter(now.base())) closed.add(last);
        view = new View(now.base(), List.copyOf(closed), epoch);
    }

    void truncated(Zxid to) {
        View now = view;
        if (!to.isAfter(now.base())) {
            begin(to);
            return;
        }
        var closed = now.closed().stream().filter(end -> end.epoch() < to.epoch()).toList();
        view = new View(now.base(), closed, to.epoch());
    }

    /** What is not after {@code base} cannot be read any more. */
    void forget(Zxid base) {
        View now = view;
        var closed = now.closed().stream().filter(end -> end.isAfter(base)).toList();
        view = new View(base, closed, now.open());
    }

    void add(JournalFact fact, Zxid lastBefore) {
        switch (fact) {
            case JournalFact.EntriesAppended appended ->
                    appended(appended.entries().first().epoch(), lastBefore);
            case JournalFact.TailTruncated(Zxid to) -> truncated(to);
            case JournalFact.EpochAccepted accepted -> {}
            case JournalFact.EpochEstablished established -> {}
            case JournalFact.SnapshotRequested requested -> {}
            case JournalFact.DiskProven proven -> {}
        }
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

    /** The last entry of that epoch which counts; empty if the epoch is open or unknown. */
    Optional<Zxid> endOf(int epoch) {
        return view.closed().stream().filter(end -> end.epoch() == epoch).findFirst();
    }

    /** Whether entries of that epoch count at all. */
    boolean has(int epoch) {
        return epoch == view.open() || endOf(epoch).isPresent();
    }
}
