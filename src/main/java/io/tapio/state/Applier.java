package io.tapio.state;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.KeeperError;
import io.tapio.state.TreeChange.Kind;
import io.tapio.tree.DataTree;
import io.tapio.tree.Znode;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/**
 * Carries out committed entries on the tree and the sessions, and writes the reply each one earns.
 *
 * <p>Total: an entry that does not fit the state is a broken invariant, for the leader judged it
 * against this very state.
 */
public final class Applier {

    /** What comes of an entry besides the new state. */
    public interface Effects {
        /** The tree changed; called in the order of the changes. */
        void changed(TreeChange change, long zxid);

        /** The session has come into being. */
        void opened(SessionEntry session);

        /** The session has ended. */
        void closed(SessionEntry session);

        /** Where to write the reply of the entry, or null if nobody here waits for one. */
        @Nullable JuteWriter reply();
    }

    private final ReplicatedState state;

    Applier(ReplicatedState state) {
        this.state = state;
    }

    void apply(TxnHeader header, Txn txn, Effects effects) {
        JuteWriter reply = effects.reply();
        switch (txn) {
            case Txn.SessionCreated created ->
                    effects.opened(state.sessions().created(header.session(), created.timeoutMs()));
            case Txn.SessionClosed closed -> applyClosed(header, closed, effects, reply);
            case Txn.Multi multi -> applyMulti(header, multi, effects, reply);
            case Txn.Refused refused -> replyError(header, refused.error(), reply);
            case Txn.NodeCreated t -> applySingle(header, t, effects, reply);
            case Txn.NodeDeleted t -> applySingle(header, t, effects, reply);
            case Txn.DataSet t -> applySingle(header, t, effects, reply);
            case Txn.AclSet t -> applySingle(header, t, effects, reply);
            case Txn.VersionChecked t -> applySingle(header, t, effects, reply);
        }
    }

    private void applySingle(
            TxnHeader header, Txn txn, Effects effects, @Nullable JuteWriter reply) {
        Znode node = change(header, txn, effects);
        if (reply == null) return;

        int frame = ReplyWriter.begin(reply, header.cxid(), header.zxid().value());
        writeResult(header.opCode(), txn, node, reply);
        ReplyWriter.end(reply, frame);
    }

    private void applyMulti(
            TxnHeader header, Txn.Multi multi, Effects effects, @Nullable JuteWriter reply) {
        int frame =
                reply == null ? 0 : ReplyWriter.begin(reply, header.cxid(), header.zxid().value());
        boolean failed = multi.failed();
        for (Txn.Part part : multi.parts()) {
            if (failed) {
                if (reply != null) ReplyWriter.multiError(reply, errorOf(part.txn()));
            } else {
                Znode node = change(header, part.txn(), effects);
                if (reply != null) {
                    ReplyWriter.multiResultOk(reply, part.opCode());
                    writeResult(part.opCode(), part.txn(), node, reply);
                }
            }
        }
        if (reply == null) return;

        ReplyWriter.multiEnd(reply);
        ReplyWriter.end(reply, frame);
    }

    private static KeeperError errorOf(Txn txn) {
        return txn instanceof Txn.Refused refused ? refused.error() : KeeperError.OK;
    }

    /** Changes the tree; returns the znode that now is, or null if there is none to speak of. */
    private @Nullable Znode change(TxnHeader header, Txn txn, Effects effects) {
        DataTree tree = state.tree();
        long zxid = header.zxid().value();
        return switch (txn) {
            case Txn.NodeCreated t -> {
                Znode node =
                        tree.create(
                                t.path(),
                                t.data(),
                                t.acl(),
                                t.owner(),
                                t.parentCversion(),
                                zxid,
                                header.timeMs());
                announce(Kind.CREATED, t.path(), node, effects, zxid);
                yield node;
            }
            case Txn.NodeDeleted t -> {
                delete(t.path(), zxid, effects);
                yield null;
            }
            case Txn.DataSet t -> {
                Znode node = tree.setData(t.path(), t.data(), t.version(), zxid, header.timeMs());
                announce(Kind.DATA_SET, t.path(), node, effects, zxid);
                yield node;
            }
            case Txn.AclSet t -> tree.setAcl(t.path(), t.acl(), t.aversion());
            case Txn.VersionChecked t -> null;
            case Txn.SessionCreated t -> throw misplaced();
            case Txn.SessionClosed t -> throw misplaced();
            case Txn.Refused t -> throw misplaced();
            case Txn.Multi t -> throw misplaced();
        };
    }

    private static Invariant.Broken misplaced() {
        return new Invariant.Broken("only changes of znodes stand in a multi");
    }

    private void delete(Bytes path, long zxid, Effects effects) {
        Znode node = Invariant.present(state.tree().find(path), "only what exists is deleted");
        announce(Kind.DELETED, path, node, effects, zxid);
        state.tree().delete(path, zxid);
    }

    private static void announce(Kind kind, Bytes path, Znode node, Effects effects, long zxid) {
        effects.changed(new TreeChange(kind, path, node.acl(), node.parent().acl()), zxid);
    }

    private static void writeResult(int opCode, Txn txn, @Nullable Znode node, JuteWriter reply) {
        if (node == null) return;
        if (txn instanceof Txn.NodeCreated created) {
            reply.buffer(created.path());
            if (opCode == OpCode.CREATE) return;
        }
        node.writeStat(reply);
    }

    private void applyClosed(
            TxnHeader header,
            Txn.SessionClosed closed,
            Effects effects,
            @Nullable JuteWriter reply) {
        for (Bytes path : closed.ephemerals()) {
            delete(path, header.zxid().value(), effects);
        }
        Invariant.holds(
                state.tree().owners().ephemeralsOf(header.session()).isEmpty(),
                "a closed session owns nothing");
        SessionEntry session = state.sessions().closed(header.session());
        if (reply != null) {
            ReplyWriter.headerOnly(reply, header.cxid(), header.zxid().value(), KeeperError.OK);
        }
        if (session != null) effects.closed(session);
    }

    private static void replyError(
            TxnHeader header, KeeperError error, @Nullable JuteWriter reply) {
        if (reply != null) {
            ReplyWriter.headerOnly(reply, header.cxid(), header.zxid().value(), error);
        }
    }
}
