package io.tapio.ensemble;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import io.tapio.zab.History;
import io.tapio.zab.LogOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Our log in outline, kept in step with everything that the protocol asks of it. */
final class OwnOutline implements History {
    private final TreeMap<Integer, Zxid> ends = new TreeMap<>(); // by epoch, all after the base
    private Zxid base = Zxid.NONE;

    void begin(Zxid newBase, List<Zxid> epochEnds) {
        base = newBase;
        ends.clear();
        epochEnds.forEach(end -> ends.put(end.epoch(), end));
    }

    void append(Entries entries) {
        ends.put(entries.last().epoch(), entries.last());
    }

    void cut(Zxid to) {
        ends.tailMap(to.epoch(), false).clear();
        if (!to.isAfter(base)) {
            begin(to, List.of());
        } else if (ends.containsKey(to.epoch())) {
            ends.put(to.epoch(), to);
        }
    }

    /** What is not after {@code newBase} cannot be read any more. */
    void purged(Zxid newBase) {
        if (!newBase.isAfter(base)) return;

        base = newBase;
        ends.values().removeIf(end -> !end.isAfter(newBase));
    }

    @Override
    public Zxid base() {
        return base;
    }

    @Override
    public Zxid last() {
        return ends.isEmpty() ? base : ends.lastEntry().getValue();
    }

    @Override
    public Zxid previous(Zxid zxid) {
        var earlier = ends.lowerEntry(zxid.epoch());
        return earlier == null ? base : earlier.getValue();
    }

    @Override
    public LogOutline outline() {
        return new LogOutline(base, new ArrayList<>(ends.values()));
    }
}
