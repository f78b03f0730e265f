package io.tapio.log;

import io.tapio.jute.EntryRuns;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;

/**
 * A fold in the making: gives it what the journal and a snapshot say, each entry once.
 *
 * <p>The journal is replayed from the beginning of a segment, so it says again what a snapshot
 * already holds; that is left out here.
 */
final class Replayed {
    private final Fold fold;
    private Zxid snapshot = Zxid.NONE;
    private Zxid applied = Zxid.NONE; // entries up to here are committed in the fold
    private long facts;
    private long given; // entries that the fold got from the journal

    Replayed(Fold fold) {
        this.fold = fold;
    }

    void load(LogStore.Chosen chosen) throws IOException {
        chosen.load(fold);
        snapshot = chosen.at();
        applied = chosen.at();
        fold.check(chosen.mark());
    }

    /** Adds a fact, after which the history is {@code now}. */
    void add(JournalFact fact, History now) {
        facts++;
        switch (fact) {
            case JournalFact.EntriesAppended appended -> addEntries(appended, now);
            case JournalFact.TailTruncated(Zxid last) -> truncate(last);
            case JournalFact.EpochAccepted accepted -> {}
            case JournalFact.EpochEstablished established -> {}
            case JournalFact.SnapshotRequested requested -> {}
            case JournalFact.DiskProven proven -> {}
            case JournalFact.DiskDoubted doubted -> {}
        }
    }

    private void addEntries(JournalFact.EntriesAppended appended, History now) {
        Entries entries = appended.entries();
        if (!entries.last().isAfter(snapshot)) return;

        Entries news = after(snapshot, entries);
        fold.append(news);
        given += news.last().value() - news.first().value() + 1;
        check(appended.mark(), now);
        commit(now.committed());
    }

    private void truncate(Zxid last) {
        if (given == 0) return; // what is cut was left out already

        Invariant.holds(!snapshot.isAfter(last), "what a snapshot holds is never cut");
        fold.truncate(last);
    }

    /** A mark is compared when the fold stands at it; an older one was compared before. */
    private void check(DigestMark mark, History now) {
        Zxid at = mark.at();
        if (at.equals(Zxid.NONE) || applied.isAfter(at) || at.isAfter(now.committed())) return;

        commit(at);
        fold.check(mark);
    }

    private void commit(Zxid upTo) {
        if (!upTo.isAfter(applied)) return;

        fold.commit(upTo);
        applied = upTo;
    }

    /** The part of a run that a snapshot at {@code snapshot} does not hold. */
    private static Entries after(Zxid snapshot, Entries entries) {
        if (entries.first().isAfter(snapshot)) return entries;

        return EntryRuns.between(entries, snapshot, entries.last());
    }

    Fold fold() {
        return fold;
    }

    Zxid snapshot() {
        return snapshot;
    }

    long facts() {
        return facts;
    }

    /** How many entries the fold got from the journal. */
    long entries() {
        return given;
    }

    /** Up to where the fold is committed. */
    Zxid applied() {
        return applied;
    }
}
