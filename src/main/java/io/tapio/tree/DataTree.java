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
 * znode that is there already) is our own mistake and breaks an {@link Invariant}.
 */
public final class DataTree {
    public static final Bytes ROOT_PATH = Bytes.utf8("/");
    public static final Bytes ZOOKEEPER_PATH = Bytes.utf8("/zookeeper");
    public static final Bytes QUOTA_PATH = Bytes.utf8("/zookeeper/quota");
    public static final Bytes CONFIG_PATH = Bytes.utf8("/zookeeper/config");

    private final PathTable table = new PathTable();
    private final AclTable acls = new AclTable();
    private final Quotas quotas = new Quotas(this);
    private final Owners owners;
    private final Znode root;

    private long digest;
    private long dataSize;

    /** The snapshot that is being walked. */
    private @Nullable SnapshotWalk walk;

    /** The mark of znodes that a snapshot need not look at; turns with every snapshot. */
    private int passed;

    /** The tree of a fresh server: the root and what is below {@code /zookeeper}. */
    public DataTree(OwnerRules rules) {
        owners = new Owners(rules);
        root = new Znode(Payload.of(Bytes.EMPTY, Bytes.EMPTY), acls.share(Acl.OPEN), 0, 0);
        enter(root, 1);
        addSystemNodes();
    }

    /** A tree to be filled from a snapshot, beginning with its root. */
    DataTree(OwnerRules rules, NodeImage top) {
        owners = new Owners(rules);
        root = new Znode(top.payload(), acls.share(top.acl()), top.czxid(), top.ctime());
        fill(root, top);
        enter(root, 1);
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

    public Quotas quotas() {
        return quotas;
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
        int slash = path.lastIndexOf((byte) '/');
        Znode parent = parentOf(path, slash);
        beforeChange(parent);
        Bytes name = path.slice(slash + 1, path.length());
        Znode node = birth(parent, Payload.of(name, data), acl, zxid, timeMs);
        owners.own(node, owner);
        enter(node, path.length());
        Family family = parent.needFamily();
        family.cversion = parentCversion;
        family.pzxid = zxid;
        afterChange(parent);
        quotas.created(node, path);
        return node;
    }

    public void delete(Bytes path, long zxid) {
        Znode node = need(path);
        Invariant.holds(!node.isRoot() && node.childCount() == 0, "only a leaf is deleted");
        Znode parent = node.parent;
        beforeChange(node);
        beforeChange(parent);
        digest -= Fingerprint.ofData(node);
        dataSize -= path.length() + node.dataLength();
        table.remove(node);
        owners.forget(node);
        acls.release(node.acl);

        Family family = parent.needFamily();
        family.remove(node);
        family.pzxid = zxid;
        afterChange(parent);
        quotas.deleted(path, node.dataLength());
    }

    /** Replaces the data; {@code version} is the one after the change. */
    public Znode setData(Bytes path, Bytes data, int version, long zxid, long timeMs) {
        Znode node = need(path);
        int lengthBefore = node.dataLength();
        replaceQuietly(node, data);
        beforeChange(node);
        Detail detail = node.needDetail();
        detail.version = version;
        detail.mzxid = zxid;
        detail.mtime = timeMs;
        afterChange(node);
        quotas.charge(path, 0, node.dataLength() - lengthBefore);
        return node;
    }

    /** Replaces the access list; {@code aversion} is the one after the change. */
    public Znode setAcl(Bytes path, Acl acl, int aversion) {
        Znode node = need(path);
        beforeChange(node);
        SharedAcl before = node.acl;
        node.acl = acls.share(acl);
        acls.release(before);
        node.needDetail().aversion = aversion;
        afterChange(node);
        return node;
    }

    /**
     * Begins a snapshot of the tree as it is now. There is only one at a time: it must be walked to
     * its end or abandoned before the next.
     */
    public SnapshotWalk beginSnapshot() {
        Invariant.holds(walk == null, "one snapshot is walked at a time");
        passed ^= 1;
        walk = new SnapshotWalk(this, table, passed);
        return walk;
    }

    /** The digest computed anew from every znode. */
    public long recomputeDigest() {
        long sum = 0;
        Znode each = root;
        do {
            sum += Fingerprint.of(each);
            each = after(each, root);
        } while (!each.isRoot());
        return sum;
    }

    void walkEnded() {
        walk = null;
    }

    /** Replaces data of which the stat tells nothing. */
    void replaceQuietly(Znode node, Bytes data) {
        if (walk != null) walk.beforeChange(node);
        digest -= Fingerprint.ofData(node);
        dataSize -= node.dataLength();
        node.payload = Payload.of(node.name(), data);
        dataSize += node.dataLength();
        digest += Fingerprint.ofData(node);
    }

    /** Puts in a znode of a snapshot. */
    Znode restore(Znode parent, NodeImage image, int pathLength) {
        Znode node = birth(parent, image.payload(), image.acl(), image.czxid(), image.ctime());
        fill(node, image);
        enter(node, pathLength);
        return node;
    }

    /** Completes a tree that was filled from a snapshot. */
    void finishRestore() {
        addSystemNodes();
        quotas.restore();
    }

    /** The child with this name, or null. */
    public @Nullable Znode child(Znode parent, Bytes name) {
        return child(parent, name.array(), name.offset(), name.offset() + name.length());
    }

    /** The child with the name in {@code [from, to)}, or null. */
    @Nullable Znode child(Znode parent, byte[] array, int from, int to) {
        int hash = PathHash.fold(PathHash.ofChild(parent.hash, array, from, to));
        return child(parent, hash, array, from, to);
    }

    private @Nullable Znode child(Znode parent, int hash, byte[] array, int from, int to) {
        Znode node = table.first(hash);
        while (node != null && !isChild(node, parent, hash, array, from, to)) {
            node = node.next;
        }
        return node;
    }

    private static boolean isChild(
            Znode node, Znode parent, int hash, byte[] array, int from, int to) {
        return node.hash == hash
                && node.parent == parent
                && Payload.hasName(node.payload, array, from, to);
    }

    /** The znode that follows in a walk from parents to children below {@code top}, in a ring. */
    Znode after(Znode node, Znode top) {
        if (node.childCount() > 0) return node.child(0);

        Znode each = node;
        while (each != top) {
            Znode parent = each.parent;
            if (each.place() + 1 < parent.childCount()) return parent.child(each.place() + 1);
            each = parent;
        }
        return top;
    }

    /** Adds what is missing of the znodes that every server has. */
    private void addSystemNodes() {
        addSystemNode(ZOOKEEPER_PATH, Acl.OPEN, 0);
        addSystemNode(QUOTA_PATH, Acl.OPEN, 0);
        addSystemNode(CONFIG_PATH, Acl.READ_ONLY, -1);
    }

    private void addSystemNode(Bytes path, Acl acl, int aversion) {
        if (find(path) != null) return;

        int slash = path.lastIndexOf((byte) '/');
        Bytes name = path.slice(slash + 1, path.length());
        Znode node = birth(parentOf(path, slash), Payload.of(name, Bytes.EMPTY), acl, 0, 0);
        if (aversion != 0) node.needDetail().aversion = aversion;
        enter(node, path.length());
    }

    private Znode parentOf(Bytes path, int slash) {
        Invariant.holds(slash >= 0 && slash < path.length() - 1, "a path ends in a name");
        if (slash == 0) return root;
        Znode parent = find(path.array(), path.offset(), path.offset() + slash);
        if (parent == null) throw new Invariant.Broken("a znode is created below its parent");
        return parent;
    }

    /** Makes a znode known to its parent; the stat of the parent stays as it is. */
    private Znode birth(Znode parent, byte[] payload, Acl acl, long zxid, long timeMs) {
        int from = Payload.nameStart(payload);
        int to = Payload.dataStart(payload);
        int hash = PathHash.fold(PathHash.ofChild(parent.hash, payload, from, to));
        Znode twin = child(parent, hash, payload, from, to);
        Invariant.holds(twin == null, "a znode is created only once");
        var node = new Znode(parent, hash, payload, acls.share(acl), zxid, timeMs);
        node.place(parent.needFamily().add(node));
        return node;
    }

    private void fill(Znode node, NodeImage image) {
        owners.own(node, image.owner());
        if (image.hasDetail()) {
            Detail detail = node.needDetail();
            detail.mzxid = image.mzxid();
            detail.mtime = image.mtime();
            detail.version = image.version();
            detail.aversion = image.aversion();
        }
        if (image.hasFamily()) {
            Family family = node.needFamily();
            family.cversion = image.cversion();
            family.pzxid = image.pzxid();
        }
    }

    /** Lets a znode that is complete count. */
    private void enter(Znode node, int pathLength) {
        node.mark(passed);
        table.add(node);
        dataSize += pathLength + node.dataLength();
        digest += Fingerprint.of(node);
    }

    /** Must come before any change of a znode but of its data alone. */
    private void beforeChange(Znode node) {
        if (walk != null) walk.beforeChange(node);
        digest -= Fingerprint.ofRest(node);
    }

    private void afterChange(Znode node) {
        digest += Fingerprint.ofRest(node);
    }

    private Znode need(Bytes path) {
        Znode node = find(path);
        if (node == null) throw new Invariant.Broken("a znode that is changed is there");
        return node;
    }

    private @Nullable Znode find(byte[] array, int from, int to) {
        if (array[from] != '/') return null;
        if (to - from == 1) return root;

        int hash = PathHash.ofPath(array, from, to);
        Znode node = table.first(hash);
        while (node != null && (node.hash != hash || !node.hasPath(array, from, to))) {
            node = node.next;
        }
        return node;
    }
}
