package io.tapio.auth;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * The ways in which a client can prove who it is, and the ids they put into access lists.
 *
 * <p>There are world, auth, digest, ip, x509, sasl and ensemble; no others can be plugged in.
 */
public final class AuthSchemes {
    /** Those whose identities {@code auth:} stands for; an address proves nothing. */
    private static final Set<String> PROVEN = Set.of(Identity.DIGEST, Identity.X509, Identity.SASL);

    private static final AuthResult NOTHING_TO_ADD = new AuthResult.NothingToAdd();
    private static final AuthResult FAILED = new AuthResult.Failed();

    private final AuthSettings settings;

    public AuthSchemes(AuthSettings settings) {
        this.settings = settings;
    }

    /** Judges an auth packet. */
    public AuthResult authenticate(String scheme, Bytes credential) {
        return switch (scheme) {
            case Identity.DIGEST -> digest(credential);
            case Identity.ENSEMBLE -> ensemble(credential.toString());
            case Identity.IP -> NOTHING_TO_ADD; // every connection is its address already
            default -> FAILED;
        };
    }

    /** Who the owner of a trusted TLS certificate is. */
    public List<Identity> ofCertificate(String principal) {
        var identity = new Identity(Identity.X509, principal);
        boolean isSuper = settings.x509Super().filter(principal::equals).isPresent();
        return isSuper ? List.of(identity, Identity.SUPER) : List.of(identity);
    }

    /** Who has completed a SASL handshake under {@code authorizationId}. */
    public List<Identity> ofSasl(String authorizationId) {
        var identity = new Identity(Identity.SASL, authorizationId);
        boolean isSuper = settings.saslSupers().contains(authorizationId);
        return isSuper ? List.of(identity, Identity.SUPER) : List.of(identity);
    }

    /** Whether the requester has proven itself as far as this server requires it. */
    public boolean isEnough(Requester requester) {
        if (settings.requiredSchemes().isEmpty()) return true;

        for (Identity identity : requester.identities()) {
            if (settings.requiredSchemes().contains(identity.scheme())) return true;
        }
        return false;
    }

    /**
     * The list to store when {@code requester} wants {@code wanted}: each entry once, {@code auth}
     * replaced by all that the requester has proven to be. Empty if the list is not valid.
     */
    public Optional<Acl> fixUp(Acl wanted, Requester requester) {
        if (wanted.equals(Acl.OPEN)) return Optional.of(Acl.OPEN);
        if (wanted.isEmpty()) return Optional.empty();

        var fixed = new LinkedHashSet<AclEntry>();
        for (AclEntry entry : wanted.entries()) {
            if (entry.scheme().equals(Identity.AUTH)) {
                if (!addProven(requester, entry.perms(), fixed)) return Optional.empty();
            } else {
                if (!isValid(entry)) return Optional.empty();
                fixed.add(entry);
            }
        }
        return Optional.of(new Acl(List.copyOf(fixed)));
    }

    /** The list as those see it who do not administer the znode: without digest hashes. */
    public Acl masked(Acl acl) {
        boolean open = true;
        for (AclEntry entry : acl.entries()) {
            open &= !entry.scheme().equals(Identity.DIGEST);
        }
        if (open) return acl;

        var entries = new ArrayList<AclEntry>(acl.entries().size());
        for (AclEntry entry : acl.entries()) {
            entries.add(entry.scheme().equals(Identity.DIGEST) ? masked(entry) : entry);
        }
        return new Acl(entries);
    }

    private static AclEntry masked(AclEntry entry) {
        return new AclEntry(entry.perms(), entry.scheme(), Identity.userOf(entry.id()) + ":x");
    }

    private AuthResult digest(Bytes credential) {
        if (!settings.digestEnabled() || credential.isAbsent()) return FAILED;

        String id = settings.digestAlg().idOf(credential.toString());
        var identity = new Identity(Identity.DIGEST, id);
        boolean isSuper = settings.superDigest().filter(id::equals).isPresent();
        return new AuthResult.Added(
                isSuper ? List.of(identity, Identity.SUPER) : List.of(identity));
    }

    private AuthResult ensemble(String name) {
        boolean ours =
                name.isEmpty()
                        || settings.ensembleNames().isEmpty()
                        || settings.ensembleNames().contains(name);
        return ours ? NOTHING_TO_ADD : new AuthResult.CloseSilently();
    }

    private static boolean addProven(Requester requester, int perms, Set<AclEntry> fixed) {
        boolean some = false;
        for (Identity identity : requester.identities()) {
            if (!PROVEN.contains(identity.scheme())) continue;
            fixed.add(new AclEntry(perms, identity.scheme(), identity.id()));
            some = true;
        }
        return some;
    }

    private boolean isValid(AclEntry entry) {
        String id = entry.id();
        return switch (entry.scheme()) {
            case Identity.WORLD -> id.equals("anyone");
            case Identity.DIGEST -> settings.digestEnabled() && isDigest(id);
            case Identity.IP -> IpPrefix.parse(id).isPresent();
            case Identity.X509 -> isX500Name(id);
            case Identity.SASL -> settings.saslEnabled() && isKerberosName(id);
            default -> false;
        };
    }

    /** {@code user:hash}: one colon with something behind it. */
    private static boolean isDigest(String id) {
        int colon = id.indexOf(':');
        return colon >= 0 && colon == id.lastIndexOf(':') && colon < id.length() - 1;
    }

    private static boolean isX500Name(String id) {
        try {
            return !new X500Principal(id).getName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Anything without an at sign, or {@code service[/host]@realm}. */
    private static boolean isKerberosName(String id) {
        int at = id.indexOf('@');
        if (at < 0) return true;

        return id.indexOf('@', at + 1) < 0
                && id.indexOf('/', at) < 0
                && id.indexOf('/') == id.lastIndexOf('/');
    }
}
