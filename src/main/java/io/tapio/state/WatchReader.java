package io.tapio.state;

import io.tapio.auth.AclCheck;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.tree.Znode;
import io.tapio.wire.ReplyWriter;
import io.tapio.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are about watches: what they read of the tree, and the steps they ask of the
 * watch manager (Programmer's Guide, Watches).
 */
final class WatchReader {
    private static final int ERROR_OFFSET = 16; // length 4, xid 4, zxid 8, then the error
    private static final int WATCHER_TYPE_MIN = 1;
    private static final int WATCHER_TYPE_MAX = 5;
    private static final long CATCH_UP_ZXID = -1;

    private final ReplicatedState state;
    private final AclCheck acls;

    WatchReader(ReplicatedState state, AclCheck acls) {
        this.state = state;
        this.acls = acls;
    }

    KeeperError add(ReadBatch batch, Request.AddWatch r, JuteWriter out) {
        WatchKind kind;
        switch (r.mode()) {
            case 0 -> kind = WatchKind.PERSISTENT;
            case 1 -> kind = WatchKind.RECURSIVE;
            default -> {
                return KeeperError.MARSHALLING_ERROR;
            }
        }
        register(batch, kind, r.path());
        out.int32(KeeperError.OK.code());
        return KeeperError.OK;
    }

    KeeperError check(ReadBatch batch, Request.CheckWatches r, int frame) {
        if (!isWatcherType(r.type())) return KeeperError.MARSHALLING_ERROR;

        batch.addWatchStep(new WatchStep.Check(r.type(), r.path(), frame + ERROR_OFFSET));
        return KeeperError.OK;
    }

    KeeperError remove(ReadBatch batch, Request.RemoveWatches r, int frame) {
        if (!isWatcherType(r.type())) return KeeperError.MARSHALLING_ERROR;

        batch.addWatchStep(new WatchStep.Remove(r.type(), r.path(), frame + ERROR_OFFSET));
        return KeeperError.OK;
    }

    private static boolean isWatcherType(int type) {
        return type >= WATCHER_TYPE_MIN && type <= WATCHER_TYPE_MAX;
    }

    /**
     * Tells what the client missed since the zxid it saw last, and registers again what has not
     * fired. An event on a znode the client may not read is neither told nor registered.
     */
    void catchUp(ReadBatch batch, Request.SetWatches r, JuteWriter out) {
        for (Bytes path : r.data()) {
            Znode node = state.tree().find(path);
            boolean missed = node != null && node.mzxid() > r.relativeZxid();
            catchUp(
                    batch,
                    path,
                    node,
                    missed ? EventType.NODE_DATA_CHANGED : null,
                    WatchKind.DATA,
                    out);
        }
        for (Bytes path : r.exist()) {
            Znode node = state.tree().find(path);
            if (node == null) register(batch, WatchKind.DATA, path);
            else catchUp(batch, path, node, EventType.NODE_CREATED, WatchKind.DATA, out);
        }
        for (Bytes path : r.child()) {
            Znode node = state.tree().find(path);
            boolean missed = node != null && node.pzxid() > r.relativeZxid();
            catchUp(
                    batch,
                    path,
                    node,
                    missed ? EventType.NODE_CHILDREN_CHANGED : null,
                    WatchKind.CHILD,
                    out);
        }
        r.persistent().forEach(path -> register(batch, WatchKind.PERSISTENT, path));
        r.recursive().forEach(path -> register(batch, WatchKind.RECURSIVE, path));
    }

    private void catchUp(
            ReadBatch batch,
            Bytes path,
            @Nullable Znode node,
            @Nullable EventType missed,
            WatchKind kind,
            JuteWriter out) {
        if (node == null) {
            ReplyWriter.event(out, EventType.NODE_DELETED, path, CATCH_UP_ZXID);
        } else if (missed == null) {
            register(batch, kind, path);
        } else if (acls.may(batch.requester(), Perm.READ, node.acl())) {
            ReplyWriter.event(out, missed, path, CATCH_UP_ZXID);
        }
    }

    private static void register(ReadBatch batch, WatchKind kind, Bytes path) {
        batch.addWatchStep(new WatchStep.Register(kind, path));
    }
}
