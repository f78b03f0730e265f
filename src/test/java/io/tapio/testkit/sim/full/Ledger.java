package io.tapio.testkit.sim.full;

import io.tapio.model.Bytes;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that was ever committed, in its order. */
public final class Ledger {
    /** A committed entry. */
    public record Entry(
            int position, Zxid zxid, TxnHeader header, Txn txn, Bytes bytes, ServerId first) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Integer> positions = new HashMap<>();
    private final Past past = new Past();

    void add(Entry entry) {
        positions.put(entry.zxid().value(), entry.position());
        entries.add(entry);
        past.apply(entry.zxid(), entry.txn());
    }

    public int size() {
        return entries.size();
    }

    public Entry at(int position) {
        return entries.get(position);
    }

    public Zxid last() {
        return entries.isEmpty() ? Zxid.NONE : entries.getLast().zxid();
    }

    /** Where an entry stands; -1 if it is not committed. */
    public int positionOf(Zxid zxid) {
        if (zxid.equals(Zxid.NONE)) return -1;
        return positions.getOrDefault(zxid.value(), -2);
    }

    public boolean has(long zxid) {
        return positions.containsKey(zxid);
    }

    public Entry find(long zxid) {
        return entries.get(positions.get(zxid));
    }

    public Past past() {
        return past;
    }
}
