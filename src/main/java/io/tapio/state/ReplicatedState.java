package io.tapio.state;

import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import io.tapio.tree.DataTree;
import io.tapio.tree.NodeKind;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;

/**
 * What the log adds up to: the tree, the sessions, and the last entry applied.
 *
 * <p>The same entries in the same order give the same state on every member, down to the digest.
 */
public final class ReplicatedState {
    private final DataTree tree;
    private final SessionTable sessions;
    private final StateSettings settings;
    private final DigestHistory digests = new DigestHistory();
    private final Applier applier;
    private Zxid applied;
    private long entriesApplied;
    private long bytesLogged;

    /** The state of a member that has never seen an entry. */
    public static ReplicatedState fresh(StateSettings settings) {
        return new ReplicatedState(
                new DataTree(settings.ownerRules()),
                new SessionTable(settings.tickTimeMs()),
                Zxid.NONE,
                settings);
    }

    ReplicatedState(DataTree tree, SessionTable sessions, Zxid applied, StateSettings settings) {
        this.tree = tree;
        this.sessions = sessions;
        this.applied = applied;
        this.settings = settings;
        this.applier = new Applier(this);
    }

    /** Applies the next entry; what it changed and brought about goes to {@code effects}. */
    public void apply(TxnHeader header, Txn txn, Applier.Effects effects) {
        Invariant.holds(header.zxid().isAfter(applied), "entries are applied in their order");
        applier.apply(header, txn, effects);
        applied = header.zxid(); // after the whole entry, never in the middle of a multi
        entriesApplied++;
        digests.add(applied, tree.digest());
    }

    public DataTree tree() {
        return tree;
    }

    public SessionTable sessions() {
        return sessions;
    }

    public StateSettings settings() {
        return settings;
    }

    public Zxid applied() {
        return applied;
    }

    /** How many entries were applied since the snapshot that this state began with. */
    public long entriesApplied() {
        return entriesApplied;
    }

    /** The bytes of the entries that were logged since that snapshot. */
    public long bytesLogged() {
        return bytesLogged;
    }

    /** These entries, which the snapshot does not hold, are in the log. */
    void logged(Entries entries) {
        bytesLogged += entries.encoded().length();
    }

    public DigestHistory digests() {
        return digests;
    }

    /** The digest of the whole tree at this moment. */
    public DigestMark digestMark() {
        return new DigestMark(applied, tree.digest());
    }

    NodeKind kindOf(long owner) {
        return settings.ownerRules().kindOf(owner);
    }
}
