package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/** Notes what a core wants done, as the lines of a scenario. */
public final class RecordingOutbox implements Outbox {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void acceptEpoch(int epoch) {
        lines.add("accepts epoch " + epoch);
    }

    @Override
    public void establishEpoch(int epoch) {
        lines.add("establishes epoch " + epoch);
    }

    @Override
    public void append(Entries entries) {
        lines.add("appends " + entries.first() + ".." + entries.last());
    }

    @Override
    public void commit(Zxid upTo) {
        lines.add("commits " + upTo);
    }

    @Override
    public void lead(int epoch, Zxid endsAt) {
        lines.add("leads epoch " + epoch);
    }

    public List<String> take() {
        var taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
