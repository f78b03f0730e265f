package io.tapio.log;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state that is nothing but a hash of all committed entries in their order. */
final class ChainFold implements Fold {
    private final TreeMap<Zxid, Bytes> pending = new TreeMap<>();
    private Zxid applied = Zxid.NONE;
    private long hash = 1;
    private int checks;

    @Override
    public void load(Iterator<Bytes> chunks) {
        Invariant.holds(applied.equals(Zxid.NONE), "a snapshot comes first");
        var in = new JuteReader(chunks.next());
        applied = new Zxid(in.int64());
        hash = in.int64();
        while (chunks.hasNext()) chunks.next();
    }

    /** What {@link #load} reads. */
    byte[] saved() {
        return ByteBuffer.allocate(16).putLong(applied.value()).putLong(hash).array();
    }

    @Override
    public void append(Entries entries) {
        Zxid before = pending.isEmpty() ? applied : pending.lastKey();
        Invariant.holds(entries.first().isAfter(before), "entries come once and in order");
        var in = new JuteReader(entries.encoded());
        for (long zxid = entries.first().value(); zxid <= entries.last().value(); zxid++) {
            pending.put(new Zxid(zxid), in.buffer());
        }
        Invariant.holds(in.remaining() == 0, "a run holds as many entries as it says");
    }

    @Override
    public void commit(Zxid upTo) {
        SortedMap<Zxid, Bytes> now = pending.headMap(upTo, true);
        for (var entry : now.entrySet()) {
            hash = 31 * hash + entry.getKey().hashCode();
            hash = 31 * hash + entry.getValue().hashCode();
        }
        if (!now.isEmpty()) applied = now.lastKey();
        now.clear();
    }

    @Override
    public void truncate(Zxid last) {
        Invariant.holds(!applied.isAfter(last), "what is applied stays");
        pending.tailMap(last, false).clear();
    }

    @Override
    public void check(DigestMark mark) {
        Invariant.holds(mark.equals(mark()), "the digest is that of the time");
        checks++;
    }

    DigestMark mark() {
        return new DigestMark(applied, hash);
    }

    int checks() {
        return checks;
    }

    Zxid applied() {
        return applied;
    }

    Zxid last() {
        return pending.isEmpty() ? applied : pending.lastKey();
    }

    /** Two folds are alike if they applied the same and wait with the same. */
    boolean isLike(ChainFold other) {
        return applied.equals(other.applied) && hash == other.hash && pending.equals(other.pending);
    }
}
