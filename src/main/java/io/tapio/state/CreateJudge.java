package io.tapio.state;

import static io.tapio.model.KeeperError.BAD_ARGUMENTS;
import static io.tapio.model.KeeperError.EPHEMERAL_ON_LOCAL_SESSION;
import static io.tapio.model.KeeperError.INVALID_ACL;
import static io.tapio.model.KeeperError.NODE_EXISTS;
import static io.tapio.model.KeeperError.NO_AUTH;
import static io.tapio.model.KeeperError.NO_CHILDREN_FOR_EPHEMERALS;
import static io.tapio.model.KeeperError.NO_NODE;
import static io.tapio.model.KeeperError.QUOTA_EXCEEDED;
import static io.tapio.model.KeeperError.UNIMPLEMENTED;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.CreateMode;
import io.tapio.model.KeeperError;
import io.tapio.model.Perm;
import io.tapio.state.Preparer.Asked;
import io.tapio.tree.NodeKind;
import io.tapio.tree.OwnerRules;
import io.tapio.tree.PathCheck;
import io.tapio.txn.Txn;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Judges the four kinds of create; the order of the checks is the protocol's. */
final class CreateJudge {
    private static final int SEQUENCE_DIGITS = 10;
    private static final Bytes ROOT = Bytes.utf8("/");

    private final ReplicatedState state;
    private final PendingTree pending;
    private final AuthSchemes schemes;
    private final AclCheck acls;
    private final QuotaWatch quotas;
    private final StateSettings settings;

    CreateJudge(ReplicatedState state, PendingTree pending, Access access, QuotaWatch quotas) {
        this.state = state;
        this.pending = pending;
        this.schemes = access.schemes();
        this.acls = access.acls();
        this.quotas = quotas;
        this.settings = state.settings();
    }

    /** Opcodes 1, 15 and 19: they carry no ttl, so the TTL modes always fail here. */
    Txn judge(Asked asked, Request.Create create) {
        Optional<CreateMode> mode = CreateMode.ofFlags(create.flags());
        if (mode.isEmpty()) return refuse(BAD_ARGUMENTS);
        if (mode.get().hasTtl()) {
            return refuse(settings.extendedTypes() ? BAD_ARGUMENTS : UNIMPLEMENTED);
        }
        boolean ephemeral = mode.get().isEphemeral() && asked.opCode() != OpCode.CREATE_CONTAINER;
        if (ephemeral && asked.localSession()) return refuse(EPHEMERAL_ON_LOCAL_SESSION);
        long owner =
                asked.opCode() == OpCode.CREATE_CONTAINER
                        ? OwnerRules.CONTAINER
                        : ephemeral ? asked.session().value() : 0;
        return judge(
                asked,
                new Wish(
                        create.path(),
                        create.data(),
                        create.acl(),
                        mode.get().isSequential(),
                        ephemeral,
                        owner));
    }

    /** Opcode 21: only the TTL modes, with a ttl that fits 40 bits. */
    Txn judgeTtl(Asked asked, Request.CreateTtl create) {
        Optional<CreateMode> mode = CreateMode.ofFlags(create.flags());
        if (mode.isEmpty()) return refuse(BAD_ARGUMENTS);
        if (mode.get().hasTtl() && !settings.extendedTypes()) return refuse(UNIMPLEMENTED);
        if (!mode.get().hasTtl()) return refuse(BAD_ARGUMENTS);
        if (create.ttlMs() < 1 || create.ttlMs() > OwnerRules.TTL_MAX_MS)
            return refuse(BAD_ARGUMENTS);

        return judge(
                asked,
                new Wish(
                        create.path(),
                        create.data(),
                        create.acl(),
                        mode.get().isSequential(),
                        false,
                        OwnerRules.ttl(create.ttlMs())));
    }

    /** A create of whatever kind, reduced to what the tree will store. */
    private record Wish(
            Bytes path, Bytes data, Acl acl, boolean sequential, boolean ephemeral, long owner) {}

    private Txn judge(Asked asked, Wish wish) {
        int slash = wish.path().lastIndexOf((byte) '/');
        if (!Preparer.hasParent(wish.path())) return refuse(BAD_ARGUMENTS);
        Optional<Acl> acl = schemes.fixUp(wish.acl(), asked.requester());
        if (acl.isEmpty()) return refuse(INVALID_ACL);
        Bytes parentPath = slash == 0 ? ROOT : wish.path().slice(0, slash);
        PendingNode parent = pending.find(parentPath);
        if (parent == null) return refuse(NO_NODE);
        if (!acls.may(asked.requester(), Perm.CREATE, parent.acl())) return refuse(NO_AUTH);

        Bytes path = wish.sequential() ? numbered(wish.path(), parent.created()) : wish.path();
        if (!PathCheck.isValid(path)) return refuse(BAD_ARGUMENTS);
        if (pending.find(path) != null) return refuse(NODE_EXISTS);
        if (state.kindOf(parent.owner()) instanceof NodeKind.Ephemeral)
            return refuse(NO_CHILDREN_FOR_EPHEMERALS);
        if (quotas.forbids(path, 1, wish.data().length())) return refuse(QUOTA_EXCEEDED);

        pending.create(
                path,
                acl.get(),
                wish.owner(),
                wish.data().length(),
                wish.ephemeral(),
                asked.zxid());
        quotas.accepted(path, 1, wish.data().length());
        return new Txn.NodeCreated(
                path, wish.data(), acl.get(), wish.owner(), parent.created() + 1);
    }

    /** The path followed by ten digits of the number; a number gone negative keeps its sign. */
    private static Bytes numbered(Bytes path, int created) {
        byte[] digits = digits(created);
        byte[] whole = new byte[path.length() + digits.length];
        path.copyTo(whole, 0);
        System.arraycopy(digits, 0, whole, path.length(), digits.length);
        return Bytes.wrap(whole);
    }

    private static byte[] digits(int number) {
        if (number < 0) {
            return String.format(Locale.ROOT, "%010d", number).getBytes(StandardCharsets.US_ASCII);
        }
        byte[] digits = new byte[SEQUENCE_DIGITS];
        int rest = number;
        for (int i = SEQUENCE_DIGITS - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return digits;
    }

    private static Txn refuse(KeeperError error) {
        return new Txn.Refused(error);
    }
}
