package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Invariant;
import io.tapio.model.SessionId;
import org.junit.jupiter.api.Test;

final class OwnerRulesTest {
    private static final OwnerRules PLAIN = OwnerRules.DEFAULT;
    private static final OwnerRules EXTENDED = new OwnerRules(true, false);
    private static final OwnerRules EMULATING = new OwnerRules(true, true);
    private static final long SESSION = 0x0100_1234_5678_0000L;
    private static final long TTL_353 = 0x8000_0000_0000_1388L;

    @Test
    void zeroIsPersistentAndTheMarkIsAContainerUnderAllRules() {
        for (OwnerRules rules : new OwnerRules[] {PLAIN, EXTENDED, EMULATING}) {
            assertThat(rules.kindOf(0)).isEqualTo(NodeKind.PERSISTENT);
            assertThat(rules.kindOf(0x8000_0000_0000_0000L)).isEqualTo(NodeKind.CONTAINER);
            assertThat(rules.kindOf(SESSION)).isEqualTo(ephemeral(SESSION));
        }
    }

    @Test
    void aTtlIsOneOnlyWithExtendedTypes() {
        long owner = OwnerRules.ttl(5_000);

        assertThat(owner).isEqualTo(0xFF00_0000_0000_1388L);
        assertThat(EXTENDED.kindOf(owner)).isEqualTo(new NodeKind.Ttl(5_000));
        assertThat(EMULATING.kindOf(owner)).isEqualTo(new NodeKind.Ttl(5_000));
        assertThat(PLAIN.kindOf(owner)).isEqualTo(ephemeral(owner));
    }

    @Test
    void aTtlHasFortyBits() {
        long longest = (1L << 40) - 1;

        assertThat(OwnerRules.ttl(longest)).isEqualTo(0xFF00_00FF_FFFF_FFFFL);
        assertThat(EXTENDED.kindOf(OwnerRules.ttl(longest))).isEqualTo(new NodeKind.Ttl(longest));
        assertThatThrownBy(() -> OwnerRules.ttl(longest + 1)).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> OwnerRules.ttl(0)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void anUnknownExtendedTypeIsNoSession() {
        long owner = 0xFF00_0100_0000_0001L;

        assertThat(EXTENDED.kindOf(owner)).isEqualTo(new NodeKind.Unsupported(1));
        assertThat(EXTENDED.wireOwner(owner)).isZero();
    }

    @Test
    void theOldLayoutOfTtlsIsReadOnlyWhenEmulated() {
        assertThat(EMULATING.kindOf(TTL_353)).isEqualTo(new NodeKind.Ttl(5_000));
        assertThat(EXTENDED.kindOf(TTL_353)).isEqualTo(ephemeral(TTL_353));
        assertThat(new OwnerRules(false, true).kindOf(TTL_353)).isEqualTo(ephemeral(TTL_353));
    }

    @Test
    void clientsSeeNoOwnerButASession() {
        assertThat(EXTENDED.wireOwner(SESSION)).isEqualTo(SESSION);
        assertThat(EXTENDED.wireOwner(OwnerRules.CONTAINER)).isZero();
        assertThat(EXTENDED.wireOwner(OwnerRules.ttl(1))).isZero();
        assertThat(EXTENDED.wireOwner(0)).isZero();
    }

    @Test
    void ephemeralsAreKnownBySessionUntilTheyGo() {
        var tree = new DataTree(EXTENDED);
        tree.create(Bytes.utf8("/b"), Bytes.EMPTY, Acl.OPEN, SESSION, 1, 1, 1);
        tree.create(Bytes.utf8("/a"), Bytes.EMPTY, Acl.OPEN, SESSION, 2, 2, 2);
        tree.create(Bytes.utf8("/c"), Bytes.EMPTY, Acl.OPEN, 99, 3, 3, 3);
        assertThat(tree.owners().ephemeralsOf(new SessionId(SESSION)))
                .containsExactly(Bytes.utf8("/a"), Bytes.utf8("/b"));
        assertThat(tree.owners().ephemeralCount()).isEqualTo(3);

        tree.delete(Bytes.utf8("/a"), 4);
        tree.delete(Bytes.utf8("/b"), 5);

        assertThat(tree.owners().ephemeralsOf(new SessionId(SESSION))).isEmpty();
        assertThat(tree.owners().sessions()).containsExactly(new SessionId(99));
    }

    @Test
    void containersAndTtlsAreKnownUntilTheyGo() {
        var tree = new DataTree(EXTENDED);
        tree.create(Bytes.utf8("/c"), Bytes.EMPTY, Acl.OPEN, OwnerRules.CONTAINER, 1, 1, 1);
        tree.create(Bytes.utf8("/t"), Bytes.EMPTY, Acl.OPEN, OwnerRules.ttl(7), 2, 2, 2);
        assertThat(tree.owners().containers()).extracting(Znode::toString).containsExactly("/c");
        assertThat(tree.owners().ttls()).extracting(Znode::toString).containsExactly("/t");
        assertThat(tree.find(Bytes.utf8("/t")).stat().ephemeralOwner()).isZero();
        assertThat(tree.owners().ephemeralCount()).isZero();

        tree.delete(Bytes.utf8("/c"), 3);
        tree.delete(Bytes.utf8("/t"), 4);

        assertThat(tree.owners().containers()).isEmpty();
        assertThat(tree.owners().ttls()).isEmpty();
    }

    private static NodeKind ephemeral(long session) {
        return new NodeKind.Ephemeral(new SessionId(session));
    }
}
