package io.tapio.tree;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All znodes of the service: found by path, and changed by decided facts only.
 *
 * <p>Belongs to one thread. A change that does not fit the tree (a parent that is not there, a
 * znode that is there already) is our own mistake and breaks an {@link Invariant}. Zxids never
 * fall.
 */
public final class DataTree {
    public static final Bytes ROOT_PATH = Bytes.utf8("/");
    public static final Bytes ZOOKEEPER_PATH = Bytes.utf8("/zookeeper");
    public static final Bytes QUOTA_PATH = Bytes.utf8("/zookeeper/quota");
    public static final Bytes CONFIG_PATH = Bytes.utf8("/zookeeper/config");

    private final PathTable table = new PathTable();
    private final AclTable acls = new AclTable();
    private final Owners owners;
    private final Znode root;

    private long digest;
    private long dataSize;

    /** The tree of a fresh server: the root and what is below {@code /zookeeper}. */
    public DataTree(OwnerRules rules) {
        owners = new Owners(rules);
        root = new Znode(Payload.of(Bytes.EMPTY, Bytes.EMPTY), acls.share(Acl.OPEN), 0, 0);
        enter(root);
        birth(ZOOKEEPER_PATH, Bytes.EMPTY, Acl.OPEN, 0, 0);
        birth(QUOTA_PATH, Bytes.EMPTY, Acl.OPEN, 0, 0);
        setAcl(birth(CONFIG_PATH, Bytes.EMPTY, Acl.READ_ONLY, 0, 0), Acl.READ_ONLY, -1);
    }

    /**
     * The znode of a path, or null. Any bytes may be asked for; the empty path is the root's.
     * Allocates nothing.
     */
    public @Nullable Znode find(Bytes path) {
        if (path.length() == 0) return path.isAbsent() ? null : root;

        return find(path.array(), path.offset(), path.offset() + path.length());
    }

    public Znode root() {
        return root;
    }

    /** Hands out the names of all children, in no order. */
    public void children(Znode node, Consumer<Bytes> each) {
        for (int i = 0; i < node.childCount(); i++) {
            each.accept(node.child(i).name());
        }
    }

    /** Writes the names of all children as a jute vector of strings, in no order. */
    public void writeChildren(Znode node, JuteWriter out) {
        int count = node.childCount();
        out.int32(count);
        for (int i = 0; i < count; i++) {
            node.child(i).writeName(out);
        }
    }

    /** How many znodes are below this one, at any depth; visits them all unless it is the root. */
    public int descendantCount(Znode node) {
        if (node.isRoot()) return nodeCount() - 1;

        int count = 0;
        for (Znode each = after(node, node); each != node; each = after(each, node)) {
            count++;
        }
        return count;
    }

    public Owners owners() {
        return owners;
    }

    /** All znodes, with the root and those below {@code /zookeeper}. */
    public int nodeCount() {
        return table.size();
    }

    /** The bytes of all paths and all data. */
    public long approximateDataSize() {
        return dataSize;
    }

    /** How many different access lists are in use. */
    public int aclCount() {
        return acls.size();
    }

    /**
     * Sums up every znode with its path, data, access list and stored stat; equal trees have equal
     * digests, on every JVM. Kept up to date with every change.
     */
    public long digest() {
        return digest;
    }

    /** Brings a znode into being; the parent learns of it. */
    public Znode create(
            Bytes path,
            Bytes data,
            Acl acl,
            long owner,
            int parentCversion,
            long zxid,
            long timeMs) {
        Znode node = birth(path, data, acl, zxid, timeMs);
        if (owner != 0) {
            digest -= Fingerprint.ofRest(node);
            owners.own(node, owner);
            digest += Fingerprint.ofRest(node);
        }
        Znode parent = node.parent;
        Family family = parent.needFamily();
        digest -= Fingerprint.ofRest(parent);
        family.cversion = parentCversion;
        family.pzxid = zxid;
        digest += Fingerprint.ofRest(parent);
        return node;
    }

    public void delete(Bytes path, long zxid) {
        Znode node = need(path);
        Invariant.holds(!node.isRoot() && node.childCount() == 0, "only a leaf is deleted");
        digest -= Fingerprint.ofData(node) + Fingerprint.ofRest(node);
        dataSize -= path.length() + node.dataLength();
        table.remove(node);
        owners.forget(node);
        acls.release(node.acl);

        Znode parent = node.parent;
        Family family = parent.needFamily();
        digest -= Fingerprint.ofRest(parent);
        family.remove(node);
        family.pzxid = zxid;
        digest += Fingerprint.ofRest(parent);
    }

    /** Replaces the data; {@code version} is the one after the change. */
    public Znode setData(Bytes path, Bytes data, int version, long zxid, long timeMs) {
        Znode node = need(path);
        digest -= Fingerprint.ofRest(node);
        replaceData(node, data);
        Detail detail = node.needDetail();
        detail.version = version;
        detail.mzxid = zxid;
        detail.mtime = timeMs;
        digest += Fingerprint.ofRest(node);
        return node;
    }

    /** Replaces the access list; {@code aversion} is the one after the change. */
    public Znode setAcl(Bytes path, Acl acl, int aversion) {
        Znode node = need(path);
        setAcl(node, acl, aversion);
        return node;
    }

    /** The digest computed anew from every znode. */
    public long recomputeDigest() {
        long sum = 0;
        Znode each = root;
        do {
            sum += Fingerprint.ofData(each) + Fingerprint.ofRest(each);
            each = after(each, root);
        } while (!each.isRoot());
        return sum;
    }

    private void replaceData(Znode node, Bytes data) {
        digest -= Fingerprint.ofData(node);
        dataSize -= node.dataLength();
        node.payload = Payload.of(node.name(), data);
        dataSize += node.dataLength();
        digest += Fingerprint.ofData(node);
    }

    private void setAcl(Znode node, Acl acl, int aversion) {
        digest -= Fingerprint.ofRest(node);
        SharedAcl before = node.acl;
        node.acl = acls.share(acl);
        acls.release(before);
        node.needDetail().aversion = aversion;
        digest += Fingerprint.ofRest(node);
    }

    /** Puts a new znode below its parent, which otherwise stays as it is. */
    private Znode birth(Bytes path, Bytes data, Acl acl, long zxid, long timeMs) {
        int from = path.offset();
        int slash = path.lastIndexOf((byte) '/');
        Invariant.holds(slash >= 0 && slash < path.length() - 1, "a path ends in a name");
        Znode parent = slash == 0 ? root : find(path.array(), from, from + slash);
        if (parent == null) throw new Invariant.Broken("a znode is created below its parent");

        int nameStart = from + slash + 1;
        int end = from + path.length();
        int hash = PathHash.fold(PathHash.ofChild(parent.hash, path.array(), nameStart, end));
        Invariant.holds(
                find(hash, path.array(), from, end) == null, "a znode is created only once");
        Bytes name = path.slice(slash + 1, path.length());
        byte[] payload = Payload.of(name, data);
        var node = new Znode(parent, hash, payload, acls.share(acl), zxid, timeMs);
        node.place(parent.needFamily().add(node));
        enter(node);
        return node;
    }

    private void enter(Znode node) {
        table.add(node);
        dataSize += node.pathLength() + node.dataLength();
        digest += Fingerprint.ofData(node) + Fingerprint.ofRest(node);
    }

    private Znode need(Bytes path) {
        Znode node = find(path);
        if (node == null) throw new Invariant.Broken("a znode that is changed is there");
        return node;
    }

    private @Nullable Znode find(byte[] array, int from, int to) {
        if (array[from] != '/') return null;
        if (to - from == 1) return root;

        return find(PathHash.ofPath(array, from, to), array, from, to);
    }

    private @Nullable Znode find(int hash, byte[] array, int from, int to) {
        Znode node = table.first(hash);
        while (node != null && (node.hash != hash || !node.hasPath(array, from, to))) {
            node = node.next;
        }
        return node;
    }

    /** The znode that follows in a walk from parents to children below {@code top}, in a ring. */
    private static Znode after(Znode node, Znode top) {
        if (node.childCount() > 0) return node.child(0);

        Znode each = node;
        while (each != top) {
            Znode parent = each.parent;
            if (each.place() + 1 < parent.childCount()) return parent.child(each.place() + 1);
            each = parent;
        }
        return top;
    }
}
