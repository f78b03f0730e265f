package io.tapio.auth;

import io.tapio.model.Acl;
import java.util.ArrayList;
import java.util.List;

/**
 * All identities of one connection at the moment it made a request; never changed.
 *
 * <p>Identities only ever add up, so a request keeps the requester it came with while later ones
 * have a larger one.
 */
public record Requester(List<Identity> identities) {
    /** Nobody in particular: no identity at all. */
    public static final Requester NOBODY = new Requester(List.of());

    /** The server itself, whom no access list stops. */
    public static final Requester SERVER = new Requester(List.of(Identity.SUPER));

    private static final AclCheck STRICT = new AclCheck(false);

    public Requester {
        identities = List.copyOf(identities);
    }

    /** Whom a connection from {@code address} (a literal) is before it says anything. */
    public static Requester from(String address) {
        return new Requester(List.of(Identity.ip(address)));
    }

    /** This one with {@code identity} too; itself if it has that already. */
    public Requester with(Identity identity) {
        if (identities.contains(identity)) return this;

        var more = new ArrayList<Identity>(identities.size() + 1);
        more.addAll(identities);
        more.add(identity);
        return new Requester(more);
    }

    public Requester with(List<Identity> more) {
        var requester = this;
        for (Identity identity : more) {
            requester = requester.with(identity);
        }
        return requester;
    }

    public boolean isSuper() {
        return identities.contains(Identity.SUPER);
    }

    /**
     * Whether {@code acl} grants {@code perm}, by its words alone. The server asks its own {@link
     * AclCheck}, which may have been told not to look.
     */
    public boolean may(int perm, Acl acl) {
        return STRICT.may(this, perm, acl);
    }
}
