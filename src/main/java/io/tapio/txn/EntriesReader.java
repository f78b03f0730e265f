package io.tapio.txn;

import io.tapio.jute.JuteReader;
import io.tapio.jute.MalformedInput;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.NoSuchElementException;

/**
 * Goes through a run of entries, first to last.
 *
 * <p>Throws {@link MalformedInput} if an entry cannot be read, does not fill its bytes, or does not
 * bear the zxid of its place; and at the end if bytes are left over.
 */
public final class EntriesReader {
    private final JuteReader in;
    private final JuteReader entry;
    private final long last;
    private long next;

    public EntriesReader(Entries entries) {
        in = new JuteReader(entries.encoded());
        entry = new JuteReader(Bytes.EMPTY);
        next = entries.first().value();
        last = entries.last().value();
    }

    public boolean hasNext() {
        if (next <= last) return true;
        if (in.remaining() > 0) throw new MalformedInput("bytes are left after the last entry");

        return false;
    }

    /** The zxid of the entry that comes next. */
    public Zxid nextZxid() {
        return new Zxid(next);
    }

    public TxnCodec.Decoded next() {
        Zxid zxid = nextZxid();
        Bytes bytes = skip();
        entry.reset(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
        var decoded = TxnCodec.read(entry);
        if (entry.remaining() > 0) throw new MalformedInput("an entry is longer than it says");
        if (!decoded.header().zxid().equals(zxid)) {
            throw new MalformedInput("entry " + decoded.header().zxid() + " is out of place");
        }
        return decoded;
    }

    /** Passes over the next entry without reading it; its bytes, without their length. */
    public Bytes skip() {
        if (next > last) throw new NoSuchElementException("after the last entry");
        Bytes bytes = in.buffer();
        if (bytes.isAbsent()) throw new MalformedInput("an entry is missing");
        next++;
        return bytes;
    }
}
