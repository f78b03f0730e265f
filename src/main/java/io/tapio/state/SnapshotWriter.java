package io.tapio.state;

import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import io.tapio.tree.NodeImage;
import io.tapio.tree.SnapshotWalk;

/**
 * Writes the state of one moment, a chunk at a time, while the state goes on changing.
 *
 * <p>A node is {@code byte has; int parent; ustring name; buffer data; long czxid; long ctime},
 * then what {@code has} says, in the order of its bits.
 */
public final class SnapshotWriter {
    private static final int CHUNK_BYTES = 48 << 10;
    private static final int NODES_AT_ONCE = 16; // so that large znodes end a chunk early

    private final SnapshotWalk walk;
    private final DigestMark mark;
    private final JuteWriter head = new JuteWriter(1024);
    private boolean headGiven;
    private boolean endGiven;
    private int nodes;

    /** Begins a snapshot of the state as it is now. */
    public SnapshotWriter(ReplicatedState state) {
        mark = state.digestMark();
        walk = state.tree().beginSnapshot();
        head.int8(SnapshotFormat.HEAD).int32(SnapshotFormat.VERSION);
        head.int64(state.applied().value());
        head.int64(state.sessions().lastCreated().value());
        head.int32(state.sessions().count());
        for (SessionEntry session : state.sessions().all()) {
            head.int64(session.id().value()).int32(session.timeoutMs());
        }
    }

    public Zxid at() {
        return mark.at();
    }

    public DigestMark mark() {
        return mark;
    }

    /** The next chunk, of about so many znodes at most, in {@code out}; false if all were given. */
    public boolean next(int maxNodes, JuteWriter out) {
        if (!headGiven) {
            headGiven = true;
            out.raw(head.array(), 0, head.length());
        } else if (!endGiven && !nodes(maxNodes, out)) {
            endGiven = true;
            out.truncate(0);
            out.int8(SnapshotFormat.END).int32(nodes).int64(mark.digest());
        } else if (endGiven) {
            return false;
        }
        return true;
    }

    /** Gives up: the state goes on as if there had been no snapshot. */
    public void abandon() {
        walk.abandon();
    }

    private boolean nodes(int maxNodes, JuteWriter out) {
        out.int8(SnapshotFormat.NODES);
        int countAt = out.length();
        out.int32(0);
        int before = nodes;
        boolean more = true;
        while (more && nodes - before < maxNodes && out.length() < CHUNK_BYTES) {
            more = walk.next(NODES_AT_ONCE, image -> node(image, out));
        }
        out.patchInt32(countAt, nodes - before);
        return more || nodes > before;
    }

    private void node(NodeImage image, JuteWriter out) {
        nodes++;
        int has = has(image);
        out.int8((byte) has).int32(image.parent());
        image.writeName(out);
        image.writeData(out);
        out.int64(image.czxid()).int64(image.ctime());
        if ((has & SnapshotFormat.HAS_ACL) != 0) AclCodec.write(image.acl(), out);
        if ((has & SnapshotFormat.HAS_CHANGES) != 0) {
            out.int64(image.mzxid()).int64(image.mtime());
            out.int32(image.version()).int32(image.aversion());
        }
        if ((has & SnapshotFormat.HAS_CHILDREN_EVER) != 0) {
            out.int64(image.pzxid()).int32(image.cversion());
        }
        if ((has & SnapshotFormat.HAS_OWNER) != 0) out.int64(image.owner());
    }

    private static int has(NodeImage image) {
        boolean changed =
                image.mzxid() != image.czxid()
                        || image.mtime() != image.ctime()
                        || image.version() != 0
                        || image.aversion() != 0;
        boolean childrenEver = image.cversion() != 0 || image.pzxid() != image.czxid();
        return (image.acl().equals(Acl.OPEN) ? 0 : SnapshotFormat.HAS_ACL)
                | (changed ? SnapshotFormat.HAS_CHANGES : 0)
                | (childrenEver ? SnapshotFormat.HAS_CHILDREN_EVER : 0)
                | (image.owner() != 0 ? SnapshotFormat.HAS_OWNER : 0);
    }
}
