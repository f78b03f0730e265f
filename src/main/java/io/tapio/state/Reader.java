package io.tapio.state;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.Requester;
import io.tapio.jute.AclCodec;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.jute.OverlongOutput;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.model.SessionId;
import io.tapio.tree.Znode;
import io.tapio.wire.Frames;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyWriter;
import io.tapio.wire.Request;
import io.tapio.wire.RequestCodec;
import java.util.List;

/**
 * Answers reads from the committed state, whole batches at a time, straight into reply bytes.
 *
 * <p>What concerns watches is only noted in the batch: the watch manager carries it out before any
 * later change can pass.
 */
public final class Reader {
    private static final int HEADER_BYTES = 8;
    private static final int REPLY_HEADER_BYTES = 20;
    private static final long NO_ZXID = -1;
    private static final int REPLIES_USUAL_BYTES = 4096;
    private static final int COPIED_MAX_BYTES = 256 << 10; // more is rare, and kept by its client
    private static final byte SLASH = '/';

    private final ReplicatedState state;
    private final AclCheck acls;
    private final AuthSchemes schemes;
    private final WatchReader watches;
    private boolean readOnly; // there is no leader: nobody knows what is newer
    private final JuteReader in = new JuteReader(new byte[0], 0, 0);
    private final JuteWriter out = new JuteWriter(REPLIES_USUAL_BYTES);

    public Reader(ReplicatedState state, AclCheck acls, AuthSchemes schemes) {
        this.state = state;
        this.acls = acls;
        this.schemes = schemes;
        this.watches = new WatchReader(state, acls);
    }

    void readOnly(boolean now) {
        readOnly = now;
    }

    /** Writes the replies of all requests of the batch, in order. */
    public void answer(ReadBatch batch) {
        Frames frames = batch.frames();
        boolean live = batch.asker().mayRead();
        out.bound(batch.maxBytes());
        for (int i = batch.from(); i < batch.to() && !batch.hangsUp(); i++) {
            in.reset(frames.array(), frames.start(i), frames.end(i));
            if (in.remaining() < HEADER_BYTES) {
                batch.hangUp();
            } else {
                answerBounded(batch, in.int32(), in.int32(), live);
            }
        }
        batch.answered(out.take(COPIED_MAX_BYTES));
    }

    /** Small requests may ask for more than memory holds; the rest of the batch goes on. */
    private void answerBounded(ReadBatch batch, int xid, int opCode, boolean live) {
        int before = out.length();
        try {
            answerOne(batch, xid, opCode, live);
        } catch (OverlongOutput tooMuch) {
            out.truncate(before);
            if (before + REPLY_HEADER_BYTES > batch.maxBytes()) batch.hangUp();
            else ReplyWriter.headerOnly(out, xid, zxid(), KeeperError.SYSTEM_ERROR);
        }
    }

    private void answerOne(ReadBatch batch, int xid, int opCode, boolean live) {
        batch.answeredOne();
        if (opCode == OpCode.DELETE_CONTAINER) {
            batch.hangUp(); // the server's own: a client that sends it gets no answer
        } else if (!OpCode.isKnown(opCode)) {
            ReplyWriter.headerOnly(out, xid, NO_ZXID, KeeperError.UNIMPLEMENTED);
            batch.hangUp();
        } else if (!live) {
            ReplyWriter.headerOnly(out, xid, zxid(), KeeperError.SESSION_EXPIRED);
        } else {
            answerKnown(batch, xid, opCode);
        }
    }

    private void answerKnown(ReadBatch batch, int xid, int opCode) {
        try {
            Request request = RequestCodec.read(opCode, in);
            // What was missed goes out first: only behind it does the frame of the reply begin.
            if (request instanceof Request.SetWatches missed) watches.catchUp(batch, missed, out);
            answerRead(batch, request, xid);
        } catch (MalformedInput malformed) {
            ReplyWriter.headerOnly(out, xid, zxid(), KeeperError.MARSHALLING_ERROR);
        }
    }

    private void answerRead(ReadBatch batch, Request request, int xid) {
        int frame = ReplyWriter.begin(out, xid, zxid());
        KeeperError error = body(batch, request, frame);
        if (error == KeeperError.OK) {
            ReplyWriter.end(out, frame);
        } else {
            out.truncate(frame);
            ReplyWriter.headerOnly(out, xid, zxid(), error);
        }
    }

    /** Writes what follows the reply's header; on an error what was written is void. */
    private KeeperError body(ReadBatch batch, Request request, int frame) {
        return switch (request) {
            case Request.GetData r -> getData(batch, r, out);
            case Request.Exists r -> exists(batch, r, out);
            case Request.GetChildren r -> children(batch, r.path(), r.watch(), false, out);
            case Request.GetChildren2 r -> children(batch, r.path(), r.watch(), true, out);
            case Request.Ping r -> KeeperError.OK;
            case Request.Sync r -> {
                if (readOnly) yield KeeperError.NOT_READ_ONLY;
                out.buffer(r.path());
                yield KeeperError.OK;
            }
            case Request.GetAcl r -> getAcl(batch.requester(), r.path(), out);
            case Request.GetAllChildrenNumber r -> descendants(batch.requester(), r.path(), out);
            case Request.GetEphemerals r -> ephemerals(batch.asker().session(), r.prefix(), out);
            case Request.WhoAmI r -> whoAmI(batch.requester(), out);
            case Request.MultiRead r -> multiRead(batch.requester(), r.queries(), out);
            case Request.AddWatch r -> watches.add(batch, r, out);
            case Request.CheckWatches r -> watches.check(batch, r, frame);
            case Request.RemoveWatches r -> watches.remove(batch, r, frame);
            case Request.SetWatches r -> KeeperError.OK;
            case Request.Step r -> KeeperError.MARSHALLING_ERROR;
            case Request.Multi r -> KeeperError.MARSHALLING_ERROR;
            case Request.SetAcl r -> KeeperError.MARSHALLING_ERROR;
            case Request.Reconfig r -> KeeperError.MARSHALLING_ERROR;
            case Request.Auth r -> KeeperError.MARSHALLING_ERROR;
            case Request.Sasl r -> KeeperError.MARSHALLING_ERROR;
            case Request.CloseSession r -> KeeperError.MARSHALLING_ERROR;
        };
    }

    private KeeperError getData(ReadBatch batch, Request.GetData r, JuteWriter out) {
        Znode node = state.tree().find(r.path());
        if (node == null) return KeeperError.NO_NODE;
        if (!acls.may(batch.requester(), Perm.READ, node.acl())) return KeeperError.NO_AUTH;

        node.writeData(out);
        node.writeStat(out);
        if (r.watch()) batch.addWatchStep(new WatchStep.Register(WatchKind.DATA, r.path()));
        return KeeperError.OK;
    }

    private KeeperError exists(ReadBatch batch, Request.Exists r, JuteWriter out) {
        if (r.path().lastIndexOf((byte) 0) >= 0) return KeeperError.BAD_ARGUMENTS;
        Znode node = state.tree().find(r.path());
        if (node != null && !acls.may(batch.requester(), Perm.READ, node.acl())) {
            return KeeperError.NO_AUTH;
        }
        if (r.watch()) batch.addWatchStep(new WatchStep.Register(WatchKind.DATA, r.path()));
        if (node == null) return KeeperError.NO_NODE;

        node.writeStat(out);
        return KeeperError.OK;
    }

    private KeeperError children(
            ReadBatch batch, Bytes path, boolean watch, boolean withStat, JuteWriter out) {
        Znode node = state.tree().find(path);
        if (node == null) return KeeperError.NO_NODE;
        if (!acls.may(batch.requester(), Perm.READ, node.acl())) return KeeperError.NO_AUTH;

        state.tree().writeChildren(node, out);
        if (withStat) node.writeStat(out);
        if (watch) batch.addWatchStep(new WatchStep.Register(WatchKind.CHILD, path));
        return KeeperError.OK;
    }

    private KeeperError getAcl(Requester requester, Bytes path, JuteWriter out) {
        Znode node = state.tree().find(path);
        if (node == null) return KeeperError.NO_NODE;
        Acl acl = node.acl();
        boolean admin = acls.may(requester, Perm.ADMIN, acl);
        if (!admin && !acls.may(requester, Perm.READ, acl)) return KeeperError.NO_AUTH;

        AclCodec.write(admin ? acl : schemes.masked(acl), out);
        node.writeStat(out);
        return KeeperError.OK;
    }

    private KeeperError descendants(Requester requester, Bytes path, JuteWriter out) {
        Znode node = state.tree().find(path);
        if (node == null) return KeeperError.NO_NODE;
        if (!acls.may(requester, Perm.READ, node.acl())) return KeeperError.NO_AUTH;

        out.int32(state.tree().descendantCount(node));
        return KeeperError.OK;
    }

    /** A plain string prefix; nothing, blanks or the root mean all. */
    private KeeperError ephemerals(SessionId session, Bytes prefix, JuteWriter out) {
        boolean all =
                prefix.isAbsent()
                        || prefix.toString().isBlank()
                        || (prefix.length() == 1 && prefix.at(0) == SLASH);
        List<Bytes> paths =
                state.tree().owners().ephemeralsOf(session).stream()
                        .filter(path -> all || path.startsWith(prefix))
                        .sorted()
                        .toList();
        ReplyWriter.paths(out, paths);
        return KeeperError.OK;
    }

    private static KeeperError whoAmI(Requester requester, JuteWriter out) {
        out.vector(
                requester.identities(),
                (to, one) -> ReplyWriter.clientInfo(to, one.scheme(), one.user()));
        return KeeperError.OK;
    }

    private KeeperError multiRead(
            Requester requester, List<Request.Query> queries, JuteWriter out) {
        for (Request.Query query : queries) {
            switch (query) {
                case Request.GetData r -> queryData(requester, r.path(), out);
                case Request.GetChildren r -> queryChildren(requester, r.path(), out);
            }
        }
        ReplyWriter.multiEnd(out);
        return KeeperError.OK;
    }

    private void queryData(Requester requester, Bytes path, JuteWriter out) {
        Znode node = state.tree().find(path);
        if (node == null) {
            ReplyWriter.multiError(out, KeeperError.NO_NODE);
        } else if (!acls.may(requester, Perm.READ, node.acl())) {
            ReplyWriter.multiError(out, KeeperError.NO_AUTH);
        } else {
            ReplyWriter.multiResultOk(out, OpCode.GET_DATA);
            node.writeData(out);
            node.writeStat(out);
        }
    }

    private void queryChildren(Requester requester, Bytes path, JuteWriter out) {
        Znode node = state.tree().find(path);
        if (node == null) {
            ReplyWriter.multiError(out, KeeperError.NO_NODE);
        } else if (!acls.may(requester, Perm.READ, node.acl())) {
            ReplyWriter.multiError(out, KeeperError.NO_AUTH);
        } else {
            ReplyWriter.multiResultOk(out, OpCode.GET_CHILDREN);
            state.tree().writeChildren(node, out);
        }
    }

    private long zxid() {
        return state.applied().value();
    }
}
