package io.tapio.zab;

import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/**
 * A log in a few numbers: after which entry it begins, and the last entry of each epoch in it.
 *
 * <p>An entry has but one history before it, that of the leader which proposed it. So two logs that
 * have one entry in common are equal up to there, and two outlines say where logs part.
 *
 * @param base the entry that the first one follows; it and all before it are only in a snapshot.
 *     {@link Zxid#NONE} if the log reaches to the beginning
 * @param ends oldest first, all after {@code base}
 */
public record LogOutline(Zxid base, List<Zxid> ends) {
    public LogOutline {
        ends = List.copyOf(ends);
        Zxid before = base;
        for (Zxid end : ends) {
            Invariant.holds(end.isAfter(before), "the ends of epochs ascend");
            before = end;
        }
    }

    public Zxid last() {
        return ends.isEmpty() ? base : ends.getLast();
    }

    /** Whether the log has this entry, or begins right after it. */
    public boolean reaches(Zxid zxid) {
        if (zxid.equals(base)) return true;
        if (!zxid.isAfter(base)) return false;

        return ends.stream().anyMatch(end -> end.epoch() == zxid.epoch() && !zxid.isAfter(end));
    }

    /** The same log without what comes after {@code end}, which it has. */
    public LogOutline upTo(Zxid end) {
        Invariant.holds(reaches(end), "a log is cut where it has an entry");
        var kept = new ArrayList<Zxid>();
        for (Zxid each : ends) {
            if (!each.isAfter(end)) kept.add(each);
        }
        boolean within = end.isAfter(base) && (kept.isEmpty() || end.isAfter(kept.getLast()));
        if (within) kept.add(end);
        return new LogOutline(base, kept);
    }
}
