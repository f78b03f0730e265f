package io.tapio.state;

import io.tapio.model.Acl;
import io.tapio.tree.Znode;

/**
 * A znode as it will be once everything in flight has been applied; {@code exists} is false for one
 * that will be gone.
 *
 * <p>{@code created} counts the children ever created, {@code children} those there are; {@code
 * owner} is the stored ephemeralOwner; {@code touchedBy} is the last entry in flight that changes
 * it.
 */
record PendingNode(
        boolean exists,
        Acl acl,
        long owner,
        int version,
        int created,
        int aversion,
        int children,
        int dataLength,
        long touchedBy) {

    static PendingNode of(Znode node) {
        return new PendingNode(
                true,
                node.acl(),
                node.owner(),
                node.version(),
                node.cversion(),
                node.aversion(),
                node.childCount(),
                node.dataLength(),
                0);
    }

    static PendingNode fresh(Acl acl, long owner, int dataLength, long zxid) {
        return new PendingNode(true, acl, owner, 0, 0, 0, 0, dataLength, zxid);
    }

    /** Whether an entry in flight changes it. */
    boolean isInFlight() {
        return touchedBy != 0;
    }

    PendingNode withChildCreated(long zxid) {
        return new PendingNode(
                exists, acl, owner, version, created + 1, aversion, children + 1, dataLength, zxid);
    }

    PendingNode withChildDeleted(long zxid) {
        return new PendingNode(
                exists, acl, owner, version, created, aversion, children - 1, dataLength, zxid);
    }

    PendingNode withData(int newVersion, int length, long zxid) {
        return new PendingNode(
                exists, acl, owner, newVersion, created, aversion, children, length, zxid);
    }

    PendingNode withAcl(Acl newAcl, int newAversion, long zxid) {
        return new PendingNode(
                exists, newAcl, owner, version, created, newAversion, children, dataLength, zxid);
    }

    PendingNode deleted(long zxid) {
        return new PendingNode(
                false, acl, owner, version, created, aversion, children, dataLength, zxid);
    }
}
