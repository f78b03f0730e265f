package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;

/** The log of a scenario: runs of entries that say nothing. */
public final class ToyHistory {
    private final List<Zxid> entries = new ArrayList<>();
    private Zxid base = Zxid.NONE;

    /** There is nothing but a state at {@code at}. */
    public void begin(Zxid at) {
        entries.clear();
        base = at;
    }

    /** Appends what is needed for an epoch to end at {@code end}. */
    public void fillTo(Zxid end) {
        for (int counter = 1; counter <= end.counter(); counter++) {
            Zxid each = Zxid.of(end.epoch(), counter);
            if (each.isAfter(last())) entries.add(each);
        }
    }

    public void add(Entries run) {
        append(run);
    }

    /** Forgets what comes after {@code to}. */
    public void cutTo(Zxid to) {
        cut(to);
    }

    void append(Entries run) {
        for (long each = run.first().value(); each <= run.last().value(); each++) {
            entries.add(new Zxid(each));
        }
    }

    void cut(Zxid to) {
        entries.removeIf(each -> each.isAfter(to));
    }

    /** One with all the entries of an epoch up to {@code last}. */
    public static ToyHistory upTo(Zxid last) {
        var history = new ToyHistory();
        history.fillTo(last);
        return history;
    }

    /** In a few numbers. */
    public LogOutline outline() {
        var ends = new ArrayList<Zxid>();
        for (Zxid each : entries) {
            if (!ends.isEmpty() && ends.getLast().epoch() == each.epoch()) ends.removeLast();
            ends.add(each);
        }
        return new LogOutline(base, ends);
    }

    private Zxid last() {
        return entries.isEmpty() ? base : entries.getLast();
    }

    /** The entries after {@code after} up to and including {@code upTo}, as runs in order. */
    public List<Entries> range(Zxid after, Zxid upTo) {
        var runs = new ArrayList<Entries>();
        for (Zxid each : entries) {
            if (!each.isAfter(after) || each.isAfter(upTo)) continue;

            boolean goesOn = !runs.isEmpty() && runs.getLast().last().epoch() == each.epoch();
            Zxid first = goesOn ? runs.removeLast().first() : each;
            runs.add(Words.run(first, (int) (each.value() - first.value()) + 1));
        }
        return runs;
    }
}
