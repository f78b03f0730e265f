package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.tree.DataTree;
import io.tapio.tree.OwnerRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTreeTest {
    private static final Bytes E = bytes("/e");
    private static final long ANN = 7;
    private static final long BOB = 8;

    private final DataTree tree = new DataTree(OwnerRules.DEFAULT);
    private final PendingTree pending = new PendingTree(tree);

    @Test
    void nothingIsKeptOfEntriesThatAreApplied() {
        ephemeral(E, ANN, 1);
        pending.setData(E, 1, 10, 2);
        pending.delete(E, 3);

        pending.applied(3);

        assertThat(pending.size()).isZero();
        assertThat(pending.isIdle()).isTrue();
    }

    @Test
    void nothingIsKeptOfAMultiThatWasTakenBack() {
        pending.mark();
        ephemeral(E, ANN, 1);
        pending.setData(Bytes.utf8("/"), 1, 10, 1);
        pending.rollBack();
        assertThat(pending.find(E)).isNull();
        assertThat(pending.ephemeralsOf(ANN, List.of())).isEmpty();

        pending.applied(1);

        assertThat(pending.isIdle()).isTrue();
    }

    @Test
    void nothingIsKeptOfAnEphemeralThatChangedHands() {
        ephemeral(E, ANN, 1);
        pending.delete(E, 2);
        ephemeral(E, BOB, 3);
        assertThat(pending.ephemeralsOf(ANN, List.of())).isEmpty();
        assertThat(pending.ephemeralsOf(BOB, List.of())).containsExactly(E);

        pending.applied(3);

        assertThat(pending.isIdle()).isTrue();
    }

    @Test
    void anEphemeralCreatedTwiceInFlightIsKnownUntilTheSecondIsApplied() {
        ephemeral(E, ANN, 1);
        pending.delete(E, 2);
        ephemeral(E, ANN, 3);

        pending.applied(1);
        assertThat(pending.ephemeralsOf(ANN, List.of())).containsExactly(E);
        pending.applied(2);
        assertThat(pending.ephemeralsOf(ANN, List.of())).containsExactly(E);
        pending.applied(3);
        assertThat(pending.isIdle()).isTrue();
    }

    @Test
    void whatIsTakenBackLeavesEarlierEntriesInFlight() {
        ephemeral(E, ANN, 1);
        pending.setData(E, 1, 10, 2);
        pending.mark();
        pending.delete(E, 3);
        ephemeral(E, BOB, 3);
        pending.rollBack();

        var node = pending.find(E);
        assertThat(node).isNotNull();
        assertThat(node.owner()).isEqualTo(ANN);
        assertThat(node.version()).isEqualTo(1);
        assertThat(pending.ephemeralsOf(ANN, List.of())).containsExactly(E);
        assertThat(pending.find(bytes("/")).children()).isEqualTo(2);
    }

    private void ephemeral(Bytes path, long owner, long zxid) {
        pending.create(path, Acl.OPEN, owner, 0, true, zxid);
    }
}
