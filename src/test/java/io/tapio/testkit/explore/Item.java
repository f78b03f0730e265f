package io.tapio.testkit.explore;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/** One entry of a log; no two writes have the same number. */
record Item(Zxid zxid, int write) {
    private static final int BYTES = 4;

    /** Consecutive entries of one epoch as a run. */
    static Entries run(List<Item> items) {
        var out = new JuteWriter(64);
        items.forEach(each -> out.int32(BYTES).int32(each.write()));
        return new Entries(items.getFirst().zxid(), items.getLast().zxid(), out.toBytes());
    }

    static List<Item> of(Entries run) {
        var in = new JuteReader(run.encoded());
        var items = new ArrayList<Item>();
        for (Zxid at = run.first(); ; at = at.next()) {
            in.int32();
            items.add(new Item(at, in.int32()));
            if (at.equals(run.last())) return items;
        }
    }
}
