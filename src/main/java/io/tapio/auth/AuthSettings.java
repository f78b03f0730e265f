package io.tapio.auth;

import java.util.Optional;
import java.util.Set;

/**
 * How this server authenticates; alike on all members where ids in access lists are concerned.
 *
 * @param skipAcl {@code skipACL}: no access list stops anybody
 * @param superDigest {@code DigestAuthenticationProvider.superDigest}: who logs in as this is super
 * @param digestAlg the hash of the digest scheme
 * @param digestEnabled whether there is a digest scheme
 * @param ensembleNames {@code ensembleAuthName}: the names by which clients may look for us; empty
 *     if any will do
 * @param saslEnabled whether access lists may name sasl ids
 * @param x509Super {@code X509AuthenticationProvider.superUser}: this certificate's owner is super
 * @param saslSupers {@code superUser} and {@code superUser.*}: these sasl ids are super
 * @param requiredSchemes {@code enforce.auth.schemes}: a connection must have proven itself by one
 *     of these; empty if none is required
 */
public record AuthSettings(
        boolean skipAcl,
        Optional<String> superDigest,
        DigestAlgorithm digestAlg,
        boolean digestEnabled,
        Set<String> ensembleNames,
        boolean saslEnabled,
        Optional<String> x509Super,
        Set<String> saslSupers,
        Set<String> requiredSchemes) {

    /** As a server starts that was told nothing. */
    public static final AuthSettings DEFAULT =
            new AuthSettings(
                    false,
                    Optional.empty(),
                    DigestAlgorithm.SHA1,
                    true,
                    Set.of(),
                    false,
                    Optional.empty(),
                    Set.of(),
                    Set.of());

    public AuthSettings {
        ensembleNames = Set.copyOf(ensembleNames);
        saslSupers = Set.copyOf(saslSupers);
        requiredSchemes = Set.copyOf(requiredSchemes);
    }
}
