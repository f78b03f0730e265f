package io.tapio.txn;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;

/**
 * Gathers consecutive entries, encoding each once, until they are taken as one run.
 *
 * <p>Their zxids follow each other within a run; between runs the leader may change its epoch.
 */
public final class EntriesWriter {
    private static final int USUAL_BYTES = 64 << 10;
    private static final int KEPT_BYTES = 1 << 20;

    private JuteWriter out = new JuteWriter(USUAL_BYTES);
    private Zxid first = Zxid.NONE;
    private Zxid last = Zxid.NONE;
    private boolean empty = true;

    public void add(TxnHeader header, Txn txn) {
        Invariant.holds(empty || header.zxid().equals(last.next()), "entries of a run have no gap");
        if (empty) first = header.zxid();
        last = header.zxid();
        empty = false;
        int mark = out.beginFrame();
        TxnCodec.write(header, txn, out);
        out.endFrame(mark);
    }

    public boolean isEmpty() {
        return empty;
    }

    /** How many bytes the run has so far. */
    public int byteCount() {
        return out.length();
    }

    /** What was gathered, in an array of just its size; begins the next run. There must be some. */
    public Entries take() {
        Invariant.holds(!empty, "a run of entries is not empty");
        var entries = new Entries(first, last, out.toBytes());
        empty = true;
        out.truncate(0);
        // One huge batch must not keep its memory for ever.
        if (out.array().length > KEPT_BYTES) out = new JuteWriter(USUAL_BYTES);
        return entries;
    }
}
