package io.tapio.jute;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.List;

/** Joins runs of entries that follow each other, and cuts them between entries. */
public final class EntryRuns {
    private EntryRuns() {}

    /** All of them as one run; there is at least one, and they are of one epoch. */
    public static Entries joined(List<Entries> runs) {
        Entries first = runs.getFirst();
        if (runs.size() == 1) return first;

        int bytes = 0;
        for (Entries each : runs) bytes += each.encoded().length();
        var out = new JuteWriter(bytes).raw(first.encoded());
        Zxid last = first.last();
        for (Entries next : runs.subList(1, runs.size())) {
            Invariant.holds(next.first().equals(last.next()), "runs follow each other");
            out.raw(next.encoded());
            last = next.last();
        }
        return new Entries(first.first(), last, out.seal());
    }

    /** The part of a run after {@code after} up to and including {@code upTo}; not empty. */
    public static Entries between(Entries run, Zxid after, Zxid upTo) {
        Zxid first =
                after.isAfter(run.first()) || after.equals(run.first())
                        ? after.next()
                        : run.first();
        Zxid last = run.last().isAfter(upTo) ? upTo : run.last();
        if (first.equals(run.first()) && last.equals(run.last())) return run;

        Bytes encoded = run.encoded();
        var in = new JuteReader(encoded);
        skip(in, first.value() - run.first().value());
        int from = encoded.length() - in.remaining();
        skip(in, last.value() - first.value() + 1);
        int to = encoded.length() - in.remaining();
        return new Entries(first, last, encoded.slice(from, to));
    }

    private static void skip(JuteReader in, long entries) {
        for (long i = 0; i < entries; i++) in.buffer();
    }
}
