package io.tapio.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthSchemesTest {
    private static final String SUPER_ID = "super:YW0smZw1fP8Plz4LetS54OLjO/8=";

    private static final AuthSettings SETTINGS =
            new AuthSettings(
                    false,
                    Optional.of(SUPER_ID),
                    DigestAlgorithm.SHA1,
                    true,
                    Set.of("tapiola", "hiidenpelto"),
                    true,
                    Optional.of("CN=root"),
                    Set.of("root@FOREST"),
                    Set.of());

    private final AuthSchemes schemes = new AuthSchemes(SETTINGS);
    private final AuthSchemes plain = new AuthSchemes(AuthSettings.DEFAULT);
    private final Requester stranger = Requester.from("10.0.0.1");
    private final Identity ann = new Identity("digest", DigestAlgorithm.SHA1.idOf("ann:pw"));

    @Test
    void aDigestIsTheUserAndTheHashOfAll() {
        assertThat(DigestAlgorithm.SHA1.idOf("super:adminpw")).isEqualTo(SUPER_ID);
    }

    @Test
    void aPasswordMayHaveColons() {
        assertThat(DigestAlgorithm.SHA1.idOf("ann:p:w")).startsWith("ann:").doesNotContain("p:");
    }

    @Test
    void theHashCanBeChosen() {
        assertThat(new DigestAlgorithm("SHA-256").idOf("ann:pw")).hasSize("ann:".length() + 44);
    }

    @Test
    void anUnknownHashIsFoundAtTheStart() {
        assertThatThrownBy(() -> new DigestAlgorithm("ROT13"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ROT13");
    }

    @Test
    void whoKnowsThePasswordIsTheUser() {
        assertThat(authenticate("digest", "ann:pw")).isEqualTo(added(ann));
    }

    @Test
    void whoLogsInAsTheSuperUserIsSuperToo() {
        assertThat(authenticate("digest", "super:adminpw"))
                .isEqualTo(added(new Identity("digest", SUPER_ID), Identity.SUPER));
        assertThat(plain.authenticate("digest", Bytes.utf8("super:adminpw")))
                .isEqualTo(added(new Identity("digest", SUPER_ID)));
    }

    @Test
    void aCredentialThatIsNotThereProvesNothing() {
        assertThat(schemes.authenticate("digest", Bytes.ABSENT)).isEqualTo(new AuthResult.Failed());
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "world", "auth", "super", "x509", "sasl", "''"})
    void noOtherSchemeIsProvenByAPacket(String scheme) {
        assertThat(authenticate(scheme, "ann:pw")).isEqualTo(new AuthResult.Failed());
    }

    @Test
    void anAddressIsKnownAlready() {
        assertThat(authenticate("ip", "")).isEqualTo(new AuthResult.NothingToAdd());
    }

    @Test
    void aClientMayAskForTheEnsembleByName() {
        assertThat(authenticate("ensemble", "tapiola")).isEqualTo(new AuthResult.NothingToAdd());
        assertThat(authenticate("ensemble", "")).isEqualTo(new AuthResult.NothingToAdd());
        assertThat(authenticate("ensemble", "pohjola")).isEqualTo(new AuthResult.CloseSilently());
        assertThat(plain.authenticate("ensemble", Bytes.utf8("pohjola")))
                .isEqualTo(new AuthResult.NothingToAdd());
    }

    @Test
    void aDisabledDigestSchemeIsUnknown() {
        var disabled = new AuthSchemes(withoutDigest());

        assertThat(disabled.authenticate("digest", Bytes.utf8("ann:pw")))
                .isEqualTo(new AuthResult.Failed());
        assertThat(disabled.fixUp(list("digest", "ann:x"), stranger)).isEmpty();
    }

    @Test
    void certificatesAndSaslNamesMayBeSuper() {
        assertThat(schemes.ofCertificate("CN=root")).contains(Identity.SUPER);
        assertThat(schemes.ofCertificate("CN=ann")).containsExactly(new Identity("x509", "CN=ann"));
        assertThat(schemes.ofSasl("root@FOREST")).contains(Identity.SUPER);
        assertThat(schemes.ofSasl("ann")).containsExactly(new Identity("sasl", "ann"));
    }

    @Test
    void aServerMayRequireAProof() {
        var strict = new AuthSchemes(requiring("digest"));

        assertThat(plain.isEnough(Requester.NOBODY)).isTrue();
        assertThat(strict.isEnough(stranger)).isFalse();
        assertThat(strict.isEnough(stranger.with(ann))).isTrue();
    }

    @Test
    void theOpenListStaysTheSharedOne() {
        assertThat(schemes.fixUp(Acl.OPEN, stranger).orElseThrow()).isSameAs(Acl.OPEN);
    }

    @Test
    void anEmptyListIsNotValid() {
        assertThat(schemes.fixUp(Acl.EMPTY, stranger)).isEmpty();
    }

    @Test
    void eachEntryIsKeptOnceInItsPlace() {
        var wanted =
                Acl.of(
                        new AclEntry(1, "ip", "10.0.0.1"),
                        new AclEntry(1, "world", "anyone"),
                        new AclEntry(1, "ip", "10.0.0.1"),
                        new AclEntry(2, "ip", "10.0.0.1"));

        assertThat(schemes.fixUp(wanted, stranger).orElseThrow().entries())
                .containsExactly(
                        new AclEntry(1, "ip", "10.0.0.1"),
                        new AclEntry(1, "world", "anyone"),
                        new AclEntry(2, "ip", "10.0.0.1"));
    }

    @Test
    void authStandsForAllThatIsProven() {
        var x509 = new Identity("x509", "CN=ann");
        var requester = stranger.with(List.of(ann, Identity.SUPER, x509));

        assertThat(schemes.fixUp(list("auth", "whatever"), requester).orElseThrow().entries())
                .containsExactly(
                        new AclEntry(31, "digest", ann.id()), new AclEntry(31, "x509", "CN=ann"));
    }

    @Test
    void authIsNotValidForWhoHasProvenNothing() {
        assertThat(schemes.fixUp(list("auth", ""), stranger)).isEmpty();
        assertThat(schemes.fixUp(list("auth", ""), Requester.SERVER)).isEmpty();
    }

    @Test
    void oneBadEntrySpoilsTheList() {
        var wanted = Acl.of(new AclEntry(31, "world", "anyone"), new AclEntry(1, "nonsense", "x"));

        assertThat(schemes.fixUp(wanted, stranger)).isEmpty();
    }

    @Test
    void permissionBitsAreStoredAsTheyCome() {
        for (int perms : new int[] {0, 32, -1}) {
            var wanted = Acl.of(new AclEntry(perms, "world", "anyone"));

            assertThat(schemes.fixUp(wanted, stranger)).contains(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "world, anyone, true",
        "world, someone, false",
        "world, '', false",
        "digest, ann:hash, true",
        "digest, :hash, true",
        "digest, ann, false",
        "digest, ann:, false",
        "digest, a:b:c, false",
        "ip, 10.0.0.0/8, true",
        "ip, ::1, true",
        "ip, 10.0.0.0/64, false",
        "ip, localhost, false",
        "x509, 'CN=ann,O=Forest', true",
        "x509, ann, false",
        "x509, '', false",
        "sasl, ann, true",
        "sasl, ann/host, true",
        "sasl, ann@FOREST, true",
        "sasl, ann/host@FOREST, true",
        "sasl, ann@FOREST/x, false",
        "sasl, a@b@c, false",
        "sasl, a/b/c@d, false",
        "super, '', false",
        "ensemble, tapiola, false",
        "'', '', false",
        "nonsense, x, false",
    })
    void theseIdsMayBeStored(String scheme, String id, boolean valid) {
        assertThat(schemes.fixUp(list(scheme, id), stranger).isPresent()).isEqualTo(valid);
    }

    @Test
    void saslIdsAreRefusedWhereThereIsNoSasl() {
        assertThat(plain.fixUp(list("sasl", "ann"), stranger)).isEmpty();
    }

    @Test
    void hashesAreHiddenFromWhoDoesNotAdminister() {
        var acl =
                Acl.of(
                        new AclEntry(31, "digest", "ann:hash"),
                        new AclEntry(1, "ip", "10.0.0.1"),
                        new AclEntry(1, "digest", "no-colon"));

        assertThat(schemes.masked(acl).entries())
                .containsExactly(
                        new AclEntry(31, "digest", "ann:x"),
                        new AclEntry(1, "ip", "10.0.0.1"),
                        new AclEntry(1, "digest", "no-colon:x"));
        assertThat(schemes.masked(Acl.OPEN)).isSameAs(Acl.OPEN);
    }

    private AuthResult authenticate(String scheme, String credential) {
        return schemes.authenticate(scheme, Bytes.utf8(credential));
    }

    private static AuthResult added(Identity... identities) {
        return new AuthResult.Added(List.of(identities));
    }

    private static Acl list(String scheme, String id) {
        return Acl.of(new AclEntry(31, scheme, id));
    }

    private static AuthSettings withoutDigest() {
        return settings(false, Set.of());
    }

    private static AuthSettings requiring(String scheme) {
        return settings(true, Set.of(scheme));
    }

    private static AuthSettings settings(boolean digestEnabled, Set<String> required) {
        return new AuthSettings(
                false,
                Optional.empty(),
                DigestAlgorithm.SHA1,
                digestEnabled,
                Set.of(),
                false,
                Optional.empty(),
                Set.of(),
                required);
    }
}
