package io.tapio.tree;

/**
 * What one znode adds to the digest of the tree: one part for its data, one for all the rest.
 *
 * <p>Two parts, so that a new child does not cost a pass over the data of its parent. Both begin
 * with the path. The same on every JVM.
 */
final class Fingerprint {
    private static final long DATA = 0x51C6_7D8F_3BA9_0E25L;
    private static final long NO_DATA = 0x2E8B_5A47_D06F_91C3L;

    private Fingerprint() {}

    /** Both parts. */
    static long of(Znode node) {
        long path = node.pathHash();
        return data(path, node) + rest(path, node);
    }

    static long ofData(Znode node) {
        return data(node.pathHash(), node);
    }

    static long ofRest(Znode node) {
        return rest(node.pathHash(), node);
    }

    private static long data(long path, Znode node) {
        byte[] payload = node.payload;
        long seed = path ^ (Payload.hasData(payload) ? DATA : NO_DATA);
        return PathHash.ofBytes(seed, payload, Payload.dataStart(payload), payload.length);
    }

    private static long rest(long path, Znode node) {
        long h = PathHash.mix(path, node.acl.content);
        h = PathHash.mix(h, node.czxid);
        h = PathHash.mix(h, node.ctime);
        h = PathHash.mix(h, node.mzxid());
        h = PathHash.mix(h, node.mtime());
        h = PathHash.mix(h, node.pzxid());
        h = PathHash.mix(h, node.owner());
        h = PathHash.mix(h, pair(node.version(), node.cversion()));
        return PathHash.finish(PathHash.mix(h, node.aversion()));
    }

    private static long pair(int high, int low) {
        return ((long) high << 32) | (low & 0xffff_ffffL);
    }
}
