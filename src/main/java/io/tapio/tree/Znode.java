package io.tapio.tree;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import org.jspecify.annotations.Nullable;

/**
 * One znode as it is now, to be read on the thread that owns the tree; only the tree changes it.
 *
 * <p>Laid out to be small, for there are millions: name and data share one array, and a znode that
 * was never changed, has no owner and no children has no {@link Detail}. Its fields fill 56 bytes.
 */
public final class Znode {
    private static final int MARK = 1;
    private static final int SESSION_OWNED = 2;
    private static final int FLAGS = 3;
    private static final int PLACE_SHIFT = 2;

    final long czxid;
    final long ctime;

    /** Folded hash of the path. */
    final int hash;

    /** Itself for the root. */
    final Znode parent;

    /** The next znode in the same bucket of the table. */
    @Nullable Znode next;

    SharedAcl acl;
    @Nullable Detail detail;
    byte[] payload;

    private int placeAndFlags;

    Znode(Znode parent, int hash, byte[] payload, SharedAcl acl, long czxid, long ctime) {
        this.parent = parent;
        this.hash = hash;
        this.payload = payload;
        this.acl = acl;
        this.czxid = czxid;
        this.ctime = ctime;
    }

    /** A root: the only znode that is its own parent. */
    Znode(byte[] payload, SharedAcl acl, long czxid, long ctime) {
        this.parent = this;
        this.hash = PathHash.fold(PathHash.ROOT);
        this.payload = payload;
        this.acl = acl;
        this.czxid = czxid;
        this.ctime = ctime;
    }

    public boolean isRoot() {
        return parent == this;
    }

    /** The znode above; the root is above itself. */
    public Znode parent() {
        return parent;
    }

    /** The last part of the path; empty for the root. */
    public Bytes name() {
        return Payload.name(payload);
    }

    public Bytes data() {
        return Payload.data(payload);
    }

    /** The number of bytes of data; 0 if absent. */
    public int dataLength() {
        return payload.length - Payload.dataStart(payload);
    }

    public Acl acl() {
        return acl.acl;
    }

    public int version() {
        return detail == null ? 0 : detail.version;
    }

    /** The children ever created here; the next sequence number. */
    public int cversion() {
        Family family = family();
        return family == null ? 0 : family.cversion;
    }

    public int aversion() {
        return detail == null ? 0 : detail.aversion;
    }

    public long czxid() {
        return czxid;
    }

    public long mzxid() {
        return detail == null ? czxid : detail.mzxid;
    }

    /**
     * The zxid of the last creation or deletion of a child; that of the birth if there was none.
     */
    public long pzxid() {
        Family family = family();
        return family == null ? czxid : family.pzxid;
    }

    public long ctime() {
        return ctime;
    }

    public long mtime() {
        return detail == null ? ctime : detail.mtime;
    }

    /** The stored ephemeralOwner: 0, a session, the container mark or a TTL mark. */
    public long owner() {
        return detail == null ? 0 : detail.owner;
    }

    /** The owner as clients see it: the session of an ephemeral znode, else 0. */
    public long wireOwner() {
        return isEphemeral() ? owner() : 0;
    }

    /** Whether a session owns it. */
    public boolean isEphemeral() {
        return (placeAndFlags & SESSION_OWNED) != 0;
    }

    public int childCount() {
        Family family = family();
        return family == null ? 0 : family.count();
    }

    /** The child at a place from 0 up to {@link #childCount()}; places change with every change. */
    public Znode child(int place) {
        Family family = family();
        if (family == null) throw new IndexOutOfBoundsException(place);
        return family.child(place);
    }

    /** The whole path; {@code /} for the root. */
    public Bytes path() {
        if (isRoot()) return DataTree.ROOT_PATH;

        byte[] path = new byte[pathLength()];
        int at = path.length;
        for (Znode node = this; !node.isRoot(); node = node.parent) {
            int length = Payload.nameLength(node.payload);
            at -= length;
            System.arraycopy(node.payload, Payload.nameStart(node.payload), path, at, length);
            path[--at] = '/';
        }
        return Bytes.wrap(path);
    }

    /** The number of bytes of the whole path. */
    public int pathLength() {
        if (isRoot()) return 1;

        int length = 0;
        for (Znode node = this; !node.isRoot(); node = node.parent) {
            length += 1 + Payload.nameLength(node.payload);
        }
        return length;
    }

    public Stat stat() {
        return new Stat(
                new Zxid(czxid),
                new Zxid(mzxid()),
                ctime,
                mtime(),
                version(),
                wireCversion(),
                aversion(),
                wireOwner(),
                dataLength(),
                childCount(),
                new Zxid(pzxid()));
    }

    /** Writes the 68 bytes of the Stat that clients see. */
    public void writeStat(JuteWriter out) {
        out.int64(czxid).int64(mzxid()).int64(ctime).int64(mtime());
        out.int32(version()).int32(wireCversion()).int32(aversion()).int64(wireOwner());
        out.int32(dataLength()).int32(childCount()).int64(pzxid());
    }

    /** Writes the data as a jute buffer. */
    public void writeData(JuteWriter out) {
        Payload.writeData(payload, out);
    }

    /** Writes the name as a jute string. */
    public void writeName(JuteWriter out) {
        Payload.writeName(payload, out);
    }

    /** Hash of the path, cheaper than an identity; two znodes are equal only if they are one. */
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return path().toString();
    }

    /** The hash of the path in full. */
    long pathHash() {
        if (isRoot()) return PathHash.ROOT;

        int start = Payload.nameStart(payload);
        return PathHash.ofChild(parent.hash, payload, start, Payload.dataStart(payload));
    }

    /** Whether this is the znode of the absolute path in {@code [from, to)}. */
    boolean hasPath(byte[] array, int from, int to) {
        int end = to;
        Znode node = this;
        while (!node.isRoot()) {
            int start = end - Payload.nameLength(node.payload);
            if (start <= from || array[start - 1] != '/') return false;
            if (!Payload.hasName(node.payload, array, start, end)) return false;
            end = start - 1;
            node = node.parent;
        }
        return end == from;
    }

    @Nullable Family family() {
        return detail == null ? null : detail.family;
    }

    Detail needDetail() {
        if (detail == null) detail = new Detail(czxid, ctime);
        return detail;
    }

    Family needFamily() {
        Detail own = needDetail();
        if (own.family == null) own.family = new Family(czxid);
        return own.family;
    }

    /** Sets the stored owner; {@code ofSession} says that it is a session. */
    void own(long owner, boolean ofSession) {
        needDetail().owner = owner;
        placeAndFlags = ofSession ? placeAndFlags | SESSION_OWNED : placeAndFlags & ~SESSION_OWNED;
    }

    /** The place among the parent's children. */
    int place() {
        return placeAndFlags >>> PLACE_SHIFT;
    }

    void place(int place) {
        placeAndFlags = (place << PLACE_SHIFT) | (placeAndFlags & FLAGS);
    }

    /** The mark by which a snapshot tells the znodes it has passed; 0 or 1. */
    int mark() {
        return placeAndFlags & MARK;
    }

    void mark(int mark) {
        placeAndFlags = (placeAndFlags & ~MARK) | mark;
    }

    private int wireCversion() {
        return 2 * cversion() - childCount();
    }
}
