package io.tapio.ensemble;

import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.ArrayList;
import java.util.TreeMap;

/** Our log in outline, kept in step with everything that the protocol asks of it. */
final class OwnOutline {
    private final TreeMap<Integer, Zxid> ends = new TreeMap<>(); // by epoch, all after the base
    private Zxid base = Zxid.NONE;

    void begin(LogOutline from) {
        begin(from.base());
        from.ends().forEach(end -> ends.put(end.epoch(), end));
    }

    /** There is nothing but a state at {@code at}. */
    void begin(Zxid at) {
        base = at;
        ends.clear();
    }

    void append(Zxid last) {
        ends.put(last.epoch(), last);
    }

    void cut(Zxid to) {
        ends.tailMap(to.epoch(), false).clear();
        if (!to.isAfter(base)) begin(to);
        else ends.replace(to.epoch(), to);
    }

    /** What is not after {@code newBase} cannot be read any more. */
    void purge(Zxid newBase) {
        if (!newBase.isAfter(base)) return;

        base = newBase;
        ends.values().removeIf(end -> !end.isAfter(newBase));
    }

    LogOutline outline() {
        return new LogOutline(base, new ArrayList<>(ends.values()));
    }
}
