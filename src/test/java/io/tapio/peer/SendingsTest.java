package io.tapio.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;
import io.tapio.zab.ZabMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What waits for one learner, and in which order it leaves. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SendingsTest implements Sendings.Way {
    private static final PeerSettings.Bounds BOUNDS =
            new PeerSettings.Bounds(64 << 10, 8 << 10, 16 << 10, 128 << 10);

    private final PeerCodec codec = new PeerCodec();
    private final ToySupply supply = new ToySupply();
    private final Sendings sendings = new Sendings(codec, supply, BOUNDS, this);
    private final Queue<Frame> way = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void put(Frame frame) {
        way.add(frame);
    }

    @Override
    public long waitingBytes() {
        return way.stream().mapToLong(Frame::length).sum();
    }

    @Override
    public void fail(String reason) {
        failures.add(reason);
        sendings.close();
    }

    @Override
    public void broke(RuntimeException mistake) {
        fail(String.valueOf(mistake.getMessage()));
    }

    /** The other side takes all there is. */
    private List<PeerMessage> taken() {
        List<PeerMessage> taken = new ArrayList<>();
        while (!way.isEmpty()) {
            taken.add(decoded(way.remove()));
            sendings.pump();
        }
        assertThat(sendings.isEmpty()).isTrue();
        return taken;
    }

    private PeerMessage decoded(Frame frame) {
        byte[] body = new byte[frame.length() - Frame.HEADER_BYTES];
        byte[] head = frame.head().toArray();
        System.arraycopy(head, Frame.HEADER_BYTES, body, 0, head.length - Frame.HEADER_BYTES);
        frame.payload().copyTo(body, head.length - Frame.HEADER_BYTES);
        int checksum = ByteBuffer.wrap(head).getInt(4);
        return ((Word.Carried) codec.decode(body, checksum)).message();
    }

    private static Zxid last(List<PeerMessage> messages) {
        return messages.stream()
                .flatMap(each -> Toys.entries(each).stream())
                .reduce((one, next) -> next)
                .orElseThrow()
                .last();
    }

    private void propose(Zxid first, int count, int bytesEach) {
        sendings.send(Toys.proposal(Toys.entries(first, count, bytesEach)));
    }

    @Test
    void what_a_fast_learner_gets_is_not_read_again() {
        for (int i = 1; i <= 100; i++) {
            propose(Zxid.of(2, i), 1, 1000);
            assertThat(taken())
                    .containsExactly(Toys.proposal(Toys.entries(Zxid.of(2, i), 1, 1000)));
        }
        assertThat(supply.opened).hasValue(0);
    }

    @Test
    void what_waits_beyond_the_bound_is_read_again_once_and_in_one_run() {
        for (int i = 1; i <= 1000; i++) {
            propose(Zxid.of(2, i), 1, 1000);
            sendings.send(Toys.commit(Zxid.of(2, i)));
        }
        assertThat(sendings.waitingBytes()).isLessThan(20 << 10);

        List<PeerMessage> taken = taken();
        assertThat(last(taken)).isEqualTo(Zxid.of(2, 1000));
        assertThat(taken.getLast()).isEqualTo(Toys.commit(Zxid.of(2, 1000)));
        assertThat(supply.opened).hasValue(1);
        assertThat(supply.closed).hasValue(1);
    }

    @Test
    void a_commit_never_comes_before_what_it_commits() {
        Zxid proposed = Zxid.NONE;
        for (int i = 1; i <= 500; i++) {
            propose(Zxid.of(2, i), 1, 700);
            if (i % 3 == 0) sendings.send(Toys.commit(Zxid.of(2, i - 2)));
            if (i % 50 == 0) sendings.send(Toys.ping(i));
        }
        for (PeerMessage each : taken()) {
            proposed = Toys.entries(each).map(Entries::last).orElse(proposed);
            if (each instanceof PeerMessage.Said(ZabMessage.Commit(Zxid upTo))) {
                assertThat(upTo.isAfter(proposed)).isFalse();
            }
        }
        assertThat(proposed).isEqualTo(Zxid.of(2, 500));
    }

    @Test
    void a_run_may_cross_into_the_next_epoch() {
        propose(Zxid.of(2, 1), 20, 1000);
        propose(Zxid.of(2, 21), 1, 1000);
        propose(Zxid.of(3, 1), 2, 1000);

        assertThat(last(taken())).isEqualTo(Zxid.of(3, 2));
        assertThat(supply.opened).hasValue(1);
    }

    @Test
    void a_proposal_too_long_for_a_frame_goes_in_pieces() {
        supply.pieceBytes = 10_000;
        propose(Zxid.of(2, 1), 100, 1000);

        List<PeerMessage> taken = taken();
        assertThat(taken.size()).isGreaterThan(5);
        assertThat(last(taken)).isEqualTo(Zxid.of(2, 100));
        assertThat(failures).isEmpty();
    }

    @Test
    void runs_of_one_kind_that_wait_are_joined() {
        supply.later = never -> {};
        sendings.sendEntries(EntriesKind.SYNC, Zxid.of(2, 0), Zxid.of(2, 10));
        for (int i = 10; i < 100; i++) {
            sendings.sendEntries(EntriesKind.INFORM, Zxid.of(2, i), Zxid.of(2, i + 1));
        }
        assertThat(supply.opened).hasValue(1);
        sendings.close();
        assertThat(supply.closed).hasValue(1);
    }

    @Test
    void a_supply_that_throws_costs_the_link() {
        supply.later =
                task -> {
                    throw new IllegalStateException("a mistake");
                };
        sendings.sendSnapshot(Zxid.of(2, 1));

        assertThat(failures).containsExactly("a mistake");
        sendings.send(Toys.ping(1));
        assertThat(way).isEmpty();
    }
}
