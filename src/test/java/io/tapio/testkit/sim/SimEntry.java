package io.tapio.testkit.sim;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/** One entry of a simulated log; no two writes have the same id. */
record SimEntry(Zxid zxid, long id) {
    private static final int ID_BYTES = 8;

    /** Consecutive entries of one epoch as a run. */
    static Entries run(List<SimEntry> entries) {
        var out = new JuteWriter(64);
        for (SimEntry each : entries) {
            out.int32(ID_BYTES).int64(each.id());
        }
        return new Entries(entries.getFirst().zxid(), entries.getLast().zxid(), out.toBytes());
    }

    static List<SimEntry> of(Entries run) {
        var in = new JuteReader(run.encoded());
        var entries = new ArrayList<SimEntry>();
        for (Zxid at = run.first(); ; at = at.next()) {
            in.int32();
            entries.add(new SimEntry(at, in.int64()));
            if (at.equals(run.last())) return entries;
        }
    }
}
