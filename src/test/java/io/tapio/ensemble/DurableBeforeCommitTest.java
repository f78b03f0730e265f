package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.zab.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is committed before it is durable, however proposals and the disk's word interleave. */
class DurableBeforeCommitTest {
    private static final int STEPS = 500;
    private static final int LIVES = 5;
    private static final int LAST_COUNTER = 100; // so that epochs end within a life

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsCommittedBeforeItIsDurable(long seed) {
        var disk = new Disk(new Random(seed));
        for (int life = 0; life < LIVES; life++) {
            disk.live();
        }
    }

    /** A journal that answers late, and loses in a crash what it has not answered. */
    private static final class Disk implements Lone {
        private static final ServerId SELF = new ServerId(1);
        private final Random random;
        private final Deque<Runnable> writing = new ArrayDeque<>();
        private ZabPeer peer = Lone.peer(SELF, LAST_COUNTER);
        private int accepted;
        private int established;
        private Zxid proposed = Zxid.NONE;
        private Zxid durable = Zxid.NONE;
        private Zxid committed = Zxid.NONE;
        private Zxid endsAt = Zxid.NONE;
        private boolean leading;

        Disk(Random random) {
            this.random = random;
        }

        void live() {
            peer = Lone.peer(SELF, LAST_COUNTER);
            leading = false;
            writing.clear();
            peer.recovered(Lone.found(accepted, established, durable), this);
            committed = Zxid.NONE;
            for (int step = 0; step < STEPS; step++) {
                if (random.nextBoolean() && !writing.isEmpty()) writing.remove().run();
                else if (leading && endsAt.isAfter(proposed) && random.nextInt(3) == 0) propose();
                assertThat(committed).isLessThanOrEqualTo(durable);
            }
        }

        private void propose() {
            Entries entries = Words.run(proposed.next(), 1 + random.nextInt(5));
            proposed = entries.last();
            peer.propose(entries, this);
        }

        @Override
        public void acceptEpoch(int epoch) {
            assertThat(epoch).isGreaterThan(accepted);
            writing.add(
                    () -> {
                        accepted = epoch;
                        peer.epochAccepted(epoch, this);
                    });
        }

        @Override
        public void establishEpoch(int epoch) {
            assertThat(epoch).as("accepted on disk before it is established").isEqualTo(accepted);
            writing.add(
                    () -> {
                        established = epoch;
                        peer.epochEstablished(epoch, this);
                    });
        }

        @Override
        public void append(Entries entries) {
            assertThat(entries.first().epoch()).isEqualTo(established);
            writing.add(
                    () -> {
                        durable = entries.last();
                        peer.durable(durable, this);
                        assertThat(committed).as("a quorum of one").isEqualTo(durable);
                    });
        }

        @Override
        public void commit(Zxid upTo) {
            assertThat(upTo).isGreaterThanOrEqualTo(committed).isLessThanOrEqualTo(durable);
            committed = upTo;
        }

        @Override
        public void lead(int epoch, Zxid end) {
            assertThat(epoch).isEqualTo(established);
            assertThat(end).isEqualTo(Zxid.of(epoch, LAST_COUNTER));
            assertThat(committed).as("the whole history first").isEqualTo(durable);
            leading = true;
            endsAt = end;
            proposed = Zxid.startOf(epoch);
        }
    }
}
