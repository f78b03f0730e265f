package io.tapio.jute;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.Perm;
import java.util.ArrayList;

/**
 * Reads and writes access lists. Jute: {@code vector<ACL{int perms; Id{ustring scheme; ustring
 * id}}>}.
 *
 * <p>The open list, which nearly every znode has, comes back as the one shared instance and goes
 * out as one run of bytes.
 */
public final class AclCodec {
    private static final int ENTRY_MIN_BYTES = 12;
    private static final Bytes WORLD = Bytes.utf8("world");
    private static final Bytes ANYONE = Bytes.utf8("anyone");
    private static final Bytes OPEN = encoded(Acl.OPEN);

    private AclCodec() {}

    /** A list that is not there (count -1) reads as the empty one. */
    public static Acl read(JuteReader in) {
        int count = in.int32();
        if (count == -1 || count == 0) return Acl.EMPTY;
        if (count < 0) throw new MalformedInput("negative count " + count);
        if (count > in.remaining() / ENTRY_MIN_BYTES) {
            throw new MalformedInput("count " + count + " beyond the input");
        }
        return count == 1 ? readSingle(in) : readEntries(in, count);
    }

    public static void write(Acl acl, JuteWriter out) {
        if (acl.equals(Acl.OPEN)) {
            out.raw(OPEN);
        } else {
            writeEntries(acl, out);
        }
    }

    private static Acl readSingle(JuteReader in) {
        int perms = in.int32();
        Bytes scheme = in.buffer();
        Bytes id = in.buffer();
        if (scheme.equals(WORLD) && id.equals(ANYONE)) {
            if (perms == Perm.ALL) return Acl.OPEN;
            if (perms == Perm.READ) return Acl.READ_ONLY;
        }
        return Acl.of(new AclEntry(perms, scheme.toString(), id.toString()));
    }

    private static Acl readEntries(JuteReader in, int count) {
        // Each entry takes a dozen bytes of the input at least, so this is bounded by the frame.
        var entries = new ArrayList<AclEntry>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new AclEntry(in.int32(), in.ustring(), in.ustring()));
        }
        return new Acl(entries);
    }

    private static void writeEntries(Acl acl, JuteWriter out) {
        out.int32(acl.entries().size());
        for (AclEntry entry : acl.entries()) {
            out.int32(entry.perms()).ustring(entry.scheme()).ustring(entry.id());
        }
    }

    private static Bytes encoded(Acl acl) {
        var out = new JuteWriter(32);
        writeEntries(acl, out);
        return out.toBytes();
    }
}
