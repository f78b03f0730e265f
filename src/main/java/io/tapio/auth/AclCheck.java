package io.tapio.auth;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import java.util.List;

/**
 * Holds a requester against an access list; with {@code skipAcl} everybody may do everything.
 *
 * <p>Programmer's Guide, "ZooKeeper access control using ACLs": the list is not recursive, and an
 * empty one denies nothing.
 */
public record AclCheck(boolean skipAcl) {

    /** Whether the requester may do any of {@code perm} (bits of {@link io.tapio.model.Perm}). */
    public boolean may(Requester requester, int perm, Acl acl) {
        if (skipAcl || acl.isEmpty() || acl.equals(Acl.OPEN)) return true;

        return requester.isSuper() || someEntryGrants(requester.identities(), perm, acl.entries());
    }

    private static boolean someEntryGrants(
            List<Identity> identities, int perm, List<AclEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            AclEntry entry = entries.get(i);
            if ((entry.perms() & perm) != 0 && names(entry, identities)) return true;
        }
        return false;
    }

    private static boolean names(AclEntry entry, List<Identity> identities) {
        if (entry.scheme().equals(Identity.WORLD)) return entry.id().equals("anyone");

        for (int i = 0; i < identities.size(); i++) {
            Identity identity = identities.get(i);
            if (identity.scheme().equals(entry.scheme()) && matches(entry, identity)) return true;
        }
        return false;
    }

    private static boolean matches(AclEntry entry, Identity identity) {
        return entry.scheme().equals(Identity.IP)
                ? IpPrefix.matches(entry.id(), identity.id())
                : identity.id().equals(entry.id());
    }
}
