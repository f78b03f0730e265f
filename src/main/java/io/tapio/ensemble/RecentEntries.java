package io.tapio.ensemble;

import io.tapio.jute.EntryRuns;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest entries that our log was given, for those who are only a little behind us: they need
 * not be read from the disk. Whatever the disk does not have yet is here.
 */
final class RecentEntries {
    private final long keptBytes;
    private final TreeMap<Long, Entries> runs = new TreeMap<>(); // by their first entry
    private Zxid base = Zxid.NONE; // the entry before the first one here
    private long bytes;

    /** Keeps about so many bytes of entries that are on disk. */
    RecentEntries(long keptBytes) {
        this.keptBytes = keptBytes;
    }

    /** Forgets everything; what comes next follows {@code at}. */
    void begin(Zxid at) {
        runs.clear();
        bytes = 0;
        base = at;
    }

    void add(Entries run) {
        Invariant.holds(run.first().isAfter(last()), "entries come in order");
        runs.put(run.first().value(), run);
        bytes += run.encoded().length();
    }

    Zxid last() {
        return runs.isEmpty() ? base : runs.lastEntry().getValue().last();
    }

    /** The entries after {@code to} are void. */
    void cut(Zxid to) {
        if (base.isAfter(to)) {
            begin(to);
            return;
        }
        while (!runs.isEmpty() && last().isAfter(to)) {
            Entries run = runs.pollLastEntry().getValue();
            bytes -= run.encoded().length();
            if (!run.first().isAfter(to)) add(EntryRuns.between(run, base, to));
        }
    }

    /** The disk has everything up to {@code durable}: the oldest of it may go. */
    void onDisk(Zxid durable) {
        while (bytes > keptBytes && !runs.firstEntry().getValue().last().isAfter(durable)) {
            Entries run = runs.pollFirstEntry().getValue();
            bytes -= run.encoded().length();
            base = run.last();
            if (runs.isEmpty()) return;
        }
    }

    /** Whether what follows {@code after} is here, or nothing follows it. */
    boolean reaches(Zxid after) {
        return !base.isAfter(after);
    }

    /** The entry before the first one that is here; the disk has it and all before it. */
    Zxid base() {
        return base;
    }

    /** What follows {@code after}, at most to {@code upTo}: one run of about so many bytes. */
    Optional<Entries> next(Zxid after, Zxid upTo, int maxBytes) {
        List<Entries> found = new ArrayList<>();
        int size = 0;
        Zxid end = after;
        for (var each = following(after); each != null; each = runs.higherEntry(each.getKey())) {
            Entries run = each.getValue();
            boolean another = !found.isEmpty() && run.first().epoch() != end.epoch();
            if (another || size >= maxBytes || !upTo.isAfter(end)) break;
            if (run.first().isAfter(upTo)) break;

            Entries part = EntryRuns.between(run, end, upTo);
            found.add(part);
            size += part.encoded().length();
            end = part.last();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(EntryRuns.joined(found));
    }

    private Map.@org.jspecify.annotations.Nullable Entry<Long, Entries> following(Zxid after) {
        var within = runs.floorEntry(after.value());
        if (within != null && within.getValue().last().isAfter(after)) return within;

        return runs.higherEntry(after.value());
    }
}
