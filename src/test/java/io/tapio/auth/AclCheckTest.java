package io.tapio.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Perm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AclCheckTest {
    private static final AclCheck CHECK = new AclCheck(false);

    private static final Identity ANN = new Identity("digest", "ann:aaaa");
    private static final Requester STRANGER = Requester.from("10.1.2.3");
    private static final Requester WITH_ANN = STRANGER.with(ANN);

    /** What an operation needs (Programmer's Guide, ACL permissions); any one bit is enough. */
    private enum Operation {
        CREATE(Perm.CREATE),
        DELETE(Perm.DELETE),
        SET_DATA(Perm.WRITE),
        GET_DATA(Perm.READ),
        SET_ACL(Perm.ADMIN),
        GET_ACL(Perm.READ | Perm.ADMIN),
        RECONFIG(Perm.WRITE);

        private final int needs;

        Operation(int needs) {
            this.needs = needs;
        }
    }

    /** An entry's scheme and id, who asks, and whether the entry means them. */
    private record Case(String scheme, String id, Requester requester, boolean named) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("world", "anyone", STRANGER, true),
                    new Case("world", "anyone", Requester.NOBODY, true),
                    new Case("world", "nobody", STRANGER, false),
                    new Case("digest", "ann:aaaa", WITH_ANN, true),
                    new Case("digest", "ann:aaaa", STRANGER, false),
                    new Case("digest", "ann:bbbb", WITH_ANN, false),
                    new Case("ip", "10.1.2.3", STRANGER, true),
                    new Case("ip", "10.1.0.0/16", STRANGER, true),
                    new Case("ip", "10.1.2.0/31", STRANGER, false),
                    new Case("ip", "0.0.0.0/0", STRANGER, true),
                    new Case("ip", "::/0", STRANGER, false),
                    new Case("ip", "2001:db8::/32", Requester.from("2001:db8:1::9"), true),
                    new Case("ip", "2001:db8::/32", Requester.from("2001:db9::9"), false),
                    new Case("ip", "10.1.2.3", Requester.from("::ffff:10.1.2.3"), true),
                    new Case("ip", "10.1.2.3", Requester.NOBODY, false),
                    new Case("x509", "CN=ann", STRANGER.with(new Identity("x509", "CN=ann")), true),
                    new Case(
                            "x509", "CN=ann", STRANGER.with(new Identity("x509", "CN=bob")), false),
                    new Case("sasl", "ann", STRANGER.with(new Identity("sasl", "ann")), true),
                    new Case("sasl", "ann", STRANGER.with(new Identity("digest", "ann")), false),
                    new Case("digest", "other:x", Requester.SERVER, true),
                    new Case("ip", "nonsense", Requester.SERVER, true),
                    new Case("ip", "nonsense", STRANGER, false));

    static Stream<Arguments> table() {
        var rows = new ArrayList<Arguments>();
        for (Case each : CASES) {
            for (Operation operation : Operation.values()) {
                rows.add(Arguments.of(each, operation));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void anOperationNeedsOneOfItsBitsInAnEntryThatNamesTheRequester(
            Case each, Operation operation) {
        for (int granted = 0; granted <= Perm.ALL; granted++) {
            var acl = Acl.of(new AclEntry(granted, each.scheme(), each.id()));
            boolean allowed =
                    each.named() && ((granted & operation.needs) != 0 || each.requester.isSuper());

            assertThat(CHECK.may(each.requester(), operation.needs, acl))
                    .as("granted %d", granted)
                    .isEqualTo(allowed);
            assertThat(each.requester().may(operation.needs, acl)).isEqualTo(allowed);
        }
    }

    @Test
    void eachEntryGrantsForItself() {
        var acl =
                Acl.of(
                        new AclEntry(Perm.READ, "world", "anyone"),
                        new AclEntry(Perm.WRITE, "digest", "ann:aaaa"));

        assertThat(CHECK.may(WITH_ANN, Perm.READ, acl)).isTrue();
        assertThat(CHECK.may(WITH_ANN, Perm.WRITE, acl)).isTrue();
        assertThat(CHECK.may(STRANGER, Perm.WRITE, acl)).isFalse();
    }

    @Test
    void anEmptyListDeniesNothing() {
        assertThat(CHECK.may(Requester.NOBODY, Perm.ADMIN, Acl.EMPTY)).isTrue();
    }

    @Test
    void nobodyIsStoppedWhenListsAreSkipped() {
        var closed = Acl.of(new AclEntry(0, "world", "anyone"));

        assertThat(new AclCheck(true).may(Requester.NOBODY, Perm.WRITE, closed)).isTrue();
    }

    @Test
    void anIdentityIsHeldOnce() {
        assertThat(WITH_ANN.with(ANN)).isSameAs(WITH_ANN);
        assertThat(WITH_ANN.with(List.of(ANN, Identity.SUPER)).isSuper()).isTrue();
        assertThat(WITH_ANN.isSuper()).isFalse();
    }

    @Test
    void theNameShownHasNoHash() {
        assertThat(ANN.user()).isEqualTo("ann");
        assertThat(Identity.ip("::1").user()).isEqualTo("::1");
        assertThat(Identity.SUPER.user()).isEmpty();
    }
}
