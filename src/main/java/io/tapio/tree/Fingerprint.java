package io.tapio.tree;

import io.tapio.model.Bytes;

/**
 * What one znode adds to the digest of the tree: one part for its data, one for all the rest.
 *
 * <p>Two parts, so that a new child does not cost a pass over the data of its parent. Both begin
 * with the path. The same on every JVM.
 *
 * <p>The data of {@code /zookeeper/config}, and what its stat tells of it, is each member's own: as
 * long as configurations are changed one member at a time they differ, and a member may start with
 * another one than it stopped with. It counts as on a fresh server.
 */
final class Fingerprint {
    private static final byte[] NOTHING = new byte[0];
    private static final long DATA = 0x51C6_7D8F_3BA9_0E25L;
    private static final long NO_DATA = 0x2E8B_5A47_D06F_91C3L;

    /** Of the path of the configuration, as {@link Znode#pathHash()} tells it. */
    private static final long CONFIG = ofConfigPath();

    private Fingerprint() {}

    private static long ofConfigPath() {
        Bytes path = DataTree.CONFIG_PATH;
        int slash = DataTree.ZOOKEEPER_PATH.length();
        int parent = PathHash.ofPath(path.array(), path.offset(), path.offset() + slash);
        int name = path.offset() + slash + 1;
        return PathHash.ofChild(parent, path.array(), name, path.offset() + path.length());
    }

    private static boolean isConfiguration(long path, Znode node) {
        Bytes config = DataTree.CONFIG_PATH;
        return path == CONFIG
                && node.hasPath(config.array(), config.offset(), config.offset() + config.length());
    }

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
        if (isConfiguration(path, node)) return PathHash.ofBytes(path ^ DATA, NOTHING, 0, 0);

        byte[] payload = node.payload;
        long seed = path ^ (Payload.hasData(payload) ? DATA : NO_DATA);
        return PathHash.ofBytes(seed, payload, Payload.dataStart(payload), payload.length);
    }

    private static long rest(long path, Znode node) {
        boolean fresh = isConfiguration(path, node);
        long h = PathHash.mix(path, node.acl.content);
        h = PathHash.mix(h, node.czxid);
        h = PathHash.mix(h, node.ctime);
        h = PathHash.mix(h, fresh ? node.czxid : node.mzxid());
        h = PathHash.mix(h, fresh ? node.ctime : node.mtime());
        h = PathHash.mix(h, node.pzxid());
        h = PathHash.mix(h, node.owner());
        h = PathHash.mix(h, pair(fresh ? 0 : node.version(), node.cversion()));
        return PathHash.finish(PathHash.mix(h, node.aversion()));
    }

    private static long pair(int high, int low) {
        return ((long) high << 32) | (low & 0xffff_ffffL);
    }
}
