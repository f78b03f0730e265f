package io.tapio.state;

import static io.tapio.model.KeeperError.BAD_ARGUMENTS;
import static io.tapio.model.KeeperError.BAD_VERSION;
import static io.tapio.model.KeeperError.INVALID_ACL;
import static io.tapio.model.KeeperError.MARSHALLING_ERROR;
import static io.tapio.model.KeeperError.NOT_EMPTY;
import static io.tapio.model.KeeperError.NO_AUTH;
import static io.tapio.model.KeeperError.NO_NODE;
import static io.tapio.model.KeeperError.QUOTA_EXCEEDED;
import static io.tapio.model.KeeperError.RECONFIG_DISABLED;
import static io.tapio.model.KeeperError.RUNTIME_INCONSISTENCY;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.auth.Requester;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.model.SessionId;
import io.tapio.tree.NodeKind;
import io.tapio.tree.PathCheck;
import io.tapio.txn.Txn;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The leader's judgement of writes, against the tree as it will be once all in flight commit.
 *
 * <p>The order of the checks is part of the protocol: a client sees the first that fails. What is
 * accepted is in the pending tree at once.
 */
final class Preparer {
    private static final int ANY_VERSION = -1;
    private static final Set<Bytes> UNDELETABLE =
            Set.of(
                    Bytes.utf8("/"),
                    Bytes.utf8("/zookeeper"),
                    Bytes.utf8("/zookeeper/quota"),
                    Bytes.utf8("/zookeeper/config"));

    private final ReplicatedState state;
    private final PendingTree pending;
    private final CreateJudge creates;
    private final AuthSchemes schemes;
    private final AclCheck acls;
    private final QuotaWatch quotas;

    Preparer(ReplicatedState state, PendingTree pending, Access access, QuotaWatch quotas) {
        this.state = state;
        this.pending = pending;
        this.schemes = access.schemes();
        this.acls = access.acls();
        this.quotas = quotas;
        this.creates = new CreateJudge(state, pending, access, quotas);
    }

    /** Who asks, with which opcode, and which entry the answer will be. */
    record Asked(
            SessionId session, Requester requester, int opCode, long zxid, boolean localSession) {
        Asked step(int stepOpCode) {
            return new Asked(session, requester, stepOpCode, zxid, localSession);
        }
    }

    /** Judges one write request of a session that is known to live. */
    Txn judge(Asked asked, Request request) {
        pending.mark();
        return switch (request) {
            case Request.Multi multi -> judgeMulti(asked, multi.ops());
            case Request.SetAcl set -> judgeSetAcl(asked, set);
            case Request.Reconfig r -> refuse(RECONFIG_DISABLED);
            case Request.CloseSession close -> judgeClose(asked.session(), asked.zxid());
            case Request.Step step -> judgeStep(asked, step);
            case Request.Exists r -> noWrite();
            case Request.Query r -> noWrite();
            case Request.GetAcl r -> noWrite();
            case Request.Sync r -> noWrite();
            case Request.Ping r -> noWrite();
            case Request.GetChildren2 r -> noWrite();
            case Request.CheckWatches r -> noWrite();
            case Request.RemoveWatches r -> noWrite();
            case Request.MultiRead r -> noWrite();
            case Request.Auth r -> noWrite();
            case Request.SetWatches r -> noWrite();
            case Request.Sasl r -> noWrite();
            case Request.GetEphemerals r -> noWrite();
            case Request.GetAllChildrenNumber r -> noWrite();
            case Request.AddWatch r -> noWrite();
            case Request.WhoAmI r -> noWrite();
        };
    }

    private static Txn noWrite() {
        return refuse(MARSHALLING_ERROR);
    }

    private Txn judgeStep(Asked asked, Request.Step step) {
        return switch (step) {
            case Request.Create create -> creates.judge(asked, create);
            case Request.CreateTtl create -> creates.judgeTtl(asked, create);
            case Request.Delete delete -> judgeDelete(asked, delete);
            case Request.SetData set -> judgeSetData(asked, set);
            case Request.Check check -> judgeCheck(asked, check);
        };
    }

    /** All or nothing: steps before the failing one keep their facts, later ones are void. */
    private Txn judgeMulti(Asked asked, List<Request.Op> ops) {
        var parts = new ArrayList<Txn.Part>(ops.size());
        boolean failed = false;
        for (Request.Op op : ops) {
            Txn txn =
                    failed
                            ? refuse(RUNTIME_INCONSISTENCY)
                            : judgeStep(asked.step(op.opCode()), op.step());
            failed |= txn instanceof Txn.Refused;
            parts.add(new Txn.Part(op.opCode(), txn));
        }
        if (failed) pending.rollBack();
        return new Txn.Multi(parts);
    }

    private Txn judgeDelete(Asked asked, Request.Delete delete) {
        Bytes path = delete.path();
        if (UNDELETABLE.contains(path) || !hasParent(path)) return refuse(BAD_ARGUMENTS);
        PendingNode parent = pending.find(PendingTree.parentOf(path));
        if (parent == null) return refuse(NO_NODE);
        if (!acls.may(asked.requester(), Perm.DELETE, parent.acl())) return refuse(NO_AUTH);

        PendingNode node = pending.find(path);
        if (node == null) return refuse(NO_NODE);
        if (!hasVersion(node.version(), delete.version())) return refuse(BAD_VERSION);
        if (node.children() > 0) return refuse(NOT_EMPTY);

        pending.delete(path, asked.zxid());
        return new Txn.NodeDeleted(path);
    }

    /** All that is looked at before the parent is: what else is wrong shows as a missing znode. */
    static boolean hasParent(Bytes path) {
        return path.lastIndexOf((byte) '/') >= 0 && path.lastIndexOf((byte) 0) < 0;
    }

    /** A container or TTL znode that seemed ripe goes, unless it has got a child or an owner. */
    Txn judgeReap(Bytes path, long zxid) {
        PendingNode node = pending.find(path);
        if (node == null) return refuse(NO_NODE);
        if (node.children() > 0) return refuse(NOT_EMPTY);
        if (!isReapable(state.kindOf(node.owner()))) return refuse(BAD_VERSION);
        if (node.isInFlight()) return refuse(BAD_VERSION); // is it still ripe? the next check sees

        pending.delete(path, zxid);
        return new Txn.NodeDeleted(path);
    }

    private static boolean isReapable(NodeKind kind) {
        return kind instanceof NodeKind.Container || kind instanceof NodeKind.Ttl;
    }

    private Txn judgeSetData(Asked asked, Request.SetData set) {
        if (!PathCheck.isValid(set.path())) return refuse(BAD_ARGUMENTS);
        PendingNode node = pending.find(set.path());
        if (node == null) return refuse(NO_NODE);
        if (!acls.may(asked.requester(), Perm.WRITE, node.acl())) return refuse(NO_AUTH);

        int growth = set.data().length() - node.dataLength();
        if (quotas.forbids(set.path(), 0, growth)) return refuse(QUOTA_EXCEEDED);
        if (!hasVersion(node.version(), set.version())) return refuse(BAD_VERSION);

        int next = after(node.version());
        pending.setData(set.path(), next, set.data().length(), asked.zxid());
        quotas.accepted(set.path(), 0, growth);
        return new Txn.DataSet(set.path(), set.data(), next);
    }

    private Txn judgeSetAcl(Asked asked, Request.SetAcl set) {
        if (!PathCheck.isValid(set.path())) return refuse(BAD_ARGUMENTS);
        Optional<Acl> acl = schemes.fixUp(set.acl(), asked.requester());
        if (acl.isEmpty()) return refuse(INVALID_ACL);
        PendingNode node = pending.find(set.path());
        if (node == null) return refuse(NO_NODE);
        if (!acls.may(asked.requester(), Perm.ADMIN, node.acl())) return refuse(NO_AUTH);
        if (!hasVersion(node.aversion(), set.version())) return refuse(BAD_VERSION);

        int next = after(node.aversion());
        pending.setAcl(set.path(), acl.get(), next, asked.zxid());
        return new Txn.AclSet(set.path(), acl.get(), next);
    }

    private Txn judgeCheck(Asked asked, Request.Check check) {
        if (!PathCheck.isValid(check.path())) return refuse(BAD_ARGUMENTS);
        PendingNode node = pending.find(check.path());
        if (node == null) return refuse(NO_NODE);
        if (!acls.may(asked.requester(), Perm.READ, node.acl())) return refuse(NO_AUTH);
        if (!hasVersion(node.version(), check.version())) return refuse(BAD_VERSION);

        return new Txn.VersionChecked(check.path());
    }

    /** The session ends and takes all its ephemerals along, those still in flight included. */
    Txn judgeClose(SessionId session, long zxid) {
        List<Bytes> owned = ephemeralsOf(session);
        for (Bytes path : owned) {
            pending.delete(path, zxid);
        }
        return new Txn.SessionClosed(owned);
    }

    /** The bytes of all paths that the end of the session would name. */
    int closeBytes(SessionId session) {
        int bytes = 0;
        for (Bytes path : ephemeralsOf(session)) {
            bytes += Integer.BYTES + path.length();
        }
        return bytes;
    }

    private List<Bytes> ephemeralsOf(SessionId session) {
        return pending.ephemeralsOf(session.value(), state.tree().owners().ephemeralsOf(session));
    }

    /** The version after a change; one that wraps around skips -1, which asks for any version. */
    private static int after(int version) {
        return version + 1 == ANY_VERSION ? 0 : version + 1;
    }

    private static boolean hasVersion(int version, int expected) {
        return expected == ANY_VERSION || expected == version;
    }

    private static Txn refuse(KeeperError error) {
        return new Txn.Refused(error);
    }
}
