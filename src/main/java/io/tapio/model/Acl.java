package io.tapio.model;

import java.util.List;

/**
 * The access list of a znode, in the order the client gave; never changed after it is made.
 *
 * <p>An empty list allows everything (as the protocol's missing list does).
 */
public record Acl(List<AclEntry> entries) {
    /** {@code world:anyone:cdrwa}. */
    public static final Acl OPEN = of(new AclEntry(Perm.ALL, "world", "anyone"));

    /** {@code world:anyone:r}, the list of {@code /zookeeper/config}. */
    public static final Acl READ_ONLY = of(new AclEntry(Perm.READ, "world", "anyone"));

    public static final Acl EMPTY = new Acl(List.of());

    public Acl {
        entries = List.copyOf(entries);
    }

    public static Acl of(AclEntry... entries) {
        return new Acl(List.of(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
