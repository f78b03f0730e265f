package io.tapio.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.state.RecoveringState;
import io.tapio.state.ReplicatedState;
import io.tapio.state.StateSettings;
import io.tapio.tree.OwnerRules;
import io.tapio.txn.EntriesWriter;
import io.tapio.txn.Txn;
import io.tapio.txn.TxnHeader;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot is taken when it is worth it, and one at a time. */
class SnapshotTakerTest {
    private static final long MANY = 1L << 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itIsDueBetweenHalfOfTheEntriesAndAllOfThem(long seed) {
        var taker = new SnapshotTaker(1000, 0, new Random(seed));

        assertThat(taker.isDue(500, MANY)).isFalse();
        assertThat(taker.isDue(1000, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itIsDueBetweenHalfOfTheBytesAndAllOfThem(long seed) {
        var taker = new SnapshotTaker(MANY, 1000, new Random(seed));

        assertThat(taker.isDue(1, 500)).isFalse();
        assertThat(taker.isDue(1, 1000)).isTrue();
    }

    @Test
    void whileOneIsWrittenNoOtherIsDue() {
        var taker = new SnapshotTaker(10, 0, new Random(1));
        taker.begin(stateWith(1));
        while (taker.step() != SnapshotTaker.Next.NEVER) {}

        assertThat(taker.isDue(1_000_000, MANY)).isFalse();

        taker.ended(100, 0);
        assertThat(taker.isDue(1_000_000, MANY)).isTrue();
        assertThat(taker.isDue(104, MANY)).isFalse();
    }

    @Test
    void aLargeTreeIsNotWrittenAgainForLittleNews() {
        var taker = new SnapshotTaker(10, 0, new Random(1));
        taker.begin(stateWith(200)); // some 200 znodes of 1000 bytes
        while (taker.step() != SnapshotTaker.Next.NEVER) {}
        taker.ended(100, 7_000);

        assertThat(taker.isDue(1_000_000, 7_000 + 40_000)).isFalse();
        assertThat(taker.isDue(1_000_000, 7_000 + 80_000)).isTrue();
    }

    @Test
    void afterOneThatFailedInTheMiddleAnotherCanBegin() {
        var taker = new SnapshotTaker(10, 0, new Random(1));
        ReplicatedState state = stateWith(200);
        taker.begin(state);
        taker.step();

        taker.ended(100, 0);

        assertThat(taker.begin(state).at()).isEqualTo(state.applied());
    }

    private static ReplicatedState stateWith(int znodes) {
        var settings =
                new StateSettings(
                        2_000,
                        4_000,
                        40_000,
                        OwnerRules.DEFAULT,
                        false,
                        100_000,
                        0,
                        60_000,
                        10_000,
                        0);
        var recovering = new RecoveringState(settings);
        var writer = new EntriesWriter();
        for (int i = 1; i <= znodes; i++) {
            writer.add(
                    new TxnHeader(SessionId.NONE, 0, Zxid.of(1, i), 0, 1),
                    new Txn.NodeCreated(
                            Bytes.utf8("/n" + i), Bytes.wrap(new byte[1000]), Acl.OPEN, 0, i));
        }
        recovering.append(writer.take());
        recovering.commit(Zxid.of(1, znodes));
        return recovering.state();
    }
}
