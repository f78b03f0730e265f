package io.tapio.tree;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;

/**
 * All that makes one znode, as a snapshot holds it; made to be filled again for the next.
 *
 * <p>Znodes of a snapshot are numbered from 0 in the order in which they come; {@link #parent} is
 * the number of the parent, which always comes earlier, and -1 for the root. {@link #cversion} is
 * the stored form: the children ever created.
 */
public final class NodeImage {
    private static final byte[] NOTHING = Payload.of(Bytes.EMPTY, Bytes.ABSENT);

    private int parent = -1;
    private byte[] payload = NOTHING;
    private Acl acl = Acl.EMPTY;
    private long owner;
    private int version;
    private int cversion;
    private int aversion;
    private long czxid;
    private long mzxid;
    private long pzxid;
    private long ctime;
    private long mtime;

    public int parent() {
        return parent;
    }

    public Bytes name() {
        return Payload.name(payload);
    }

    public Bytes data() {
        return Payload.data(payload);
    }

    public Acl acl() {
        return acl;
    }

    public long owner() {
        return owner;
    }

    public int version() {
        return version;
    }

    public int cversion() {
        return cversion;
    }

    public int aversion() {
        return aversion;
    }

    public long czxid() {
        return czxid;
    }

    public long mzxid() {
        return mzxid;
    }

    public long pzxid() {
        return pzxid;
    }

    public long ctime() {
        return ctime;
    }

    public long mtime() {
        return mtime;
    }

    /** Writes the name as a jute string, without garbage. */
    public void writeName(JuteWriter out) {
        Payload.writeName(payload, out);
    }

    /** Writes the data as a jute buffer, without garbage. */
    public void writeData(JuteWriter out) {
        Payload.writeData(payload, out);
    }

    /** Sets where the znode is and what it holds; the bytes are copied. */
    public NodeImage content(int newParent, Bytes name, Bytes data) {
        parent = newParent;
        payload = Payload.of(name, data);
        return this;
    }

    /** Sets who may do what, and whose it is. */
    public NodeImage access(Acl newAcl, long newOwner) {
        acl = newAcl;
        owner = newOwner;
        return this;
    }

    public NodeImage versions(int newVersion, int newCversion, int newAversion) {
        version = newVersion;
        cversion = newCversion;
        aversion = newAversion;
        return this;
    }

    public NodeImage zxids(long newCzxid, long newMzxid, long newPzxid) {
        czxid = newCzxid;
        mzxid = newMzxid;
        pzxid = newPzxid;
        return this;
    }

    public NodeImage times(long newCtime, long newMtime) {
        ctime = newCtime;
        mtime = newMtime;
        return this;
    }

    byte[] payload() {
        return payload;
    }

    /** Whether the znode was ever changed. */
    boolean hasDetail() {
        return mzxid != czxid || mtime != ctime || version != 0 || aversion != 0;
    }

    /** Whether the znode ever had children. */
    boolean hasFamily() {
        return cversion != 0 || pzxid != czxid;
    }

    /** Takes the likeness of a znode whose parent has this number. */
    NodeImage of(Znode node, int parentNumber) {
        parent = parentNumber;
        payload = node.payload;
        return access(node.acl(), node.owner())
                .versions(node.version(), node.cversion(), node.aversion())
                .zxids(node.czxid(), node.mzxid(), node.pzxid())
                .times(node.ctime(), node.mtime());
    }
}
