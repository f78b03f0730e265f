package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    private static final int PIECE_BYTES = 40;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void whatWasAddedIsReadBackPieceByPieceFromAnyPlace() {
        for (int round = 0; round < 200; round++) {
            var recent = new RecentEntries(1 << 20);
            List<Zxid> all = fill(recent, random.nextInt(1, 60));
            Zxid after = random.nextInt(5) == 0 ? Zxid.NONE : any(all);
            Zxid upTo = any(all);

            assertThat(read(recent, after, upTo))
                    .isEqualTo(
                            all.stream()
                                    .filter(each -> each.isAfter(after) && !each.isAfter(upTo))
                                    .toList());
        }
    }

    @Test
    void whatWasCutIsGoneAndTheRestIsStillThere() {
        for (int round = 0; round < 200; round++) {
            var recent = new RecentEntries(1 << 20);
            List<Zxid> all = fill(recent, random.nextInt(1, 60));
            Zxid to = any(all);
            recent.cut(to);

            assertThat(recent.last()).isEqualTo(to);
            assertThat(read(recent, Zxid.NONE, all.getLast()))
                    .isEqualTo(all.stream().filter(each -> !each.isAfter(to)).toList());
        }
    }

    @Test
    void onlyWhatTheDiskHasIsForgotten() {
        var recent = new RecentEntries(30);
        for (int i = 1; i <= 20; i++) recent.add(run(Zxid.of(1, i), 1));
        recent.onDisk(Zxid.of(1, 5));

        assertThat(recent.base()).isEqualTo(Zxid.of(1, 5));
        assertThat(recent.reaches(Zxid.of(1, 4))).isFalse();
        assertThat(recent.reaches(Zxid.of(1, 5))).isTrue();

        recent.onDisk(Zxid.of(1, 20));

        assertThat(recent.last()).isEqualTo(Zxid.of(1, 20));
        assertThat(recent.base().isAfter(Zxid.of(1, 10))).isTrue();
    }

    @Test
    void aCutBeforeWhatIsKeptLeavesNothing() {
        var recent = new RecentEntries(0);
        recent.add(run(Zxid.of(1, 1), 5));
        recent.onDisk(Zxid.of(1, 5));
        recent.cut(Zxid.of(1, 3));

        assertThat(recent.last()).isEqualTo(Zxid.of(1, 3));
        assertThat(recent.base()).isEqualTo(Zxid.of(1, 3));
    }

    private List<Zxid> fill(RecentEntries recent, int runs) {
        var all = new ArrayList<Zxid>();
        Zxid next = Zxid.of(1, 1);
        for (int i = 0; i < runs; i++) {
            if (random.nextInt(6) == 0) next = Zxid.of(next.epoch() + random.nextInt(1, 3), 1);
            Entries run = run(next, random.nextInt(1, 9));
            recent.add(run);
            for (Zxid each = next; !each.isAfter(run.last()); each = each.next()) all.add(each);
            next = run.last().next();
        }
        return all;
    }

    private Zxid any(List<Zxid> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Each entry holds its own number, by which it is known again. */
    private static Entries run(Zxid first, int count) {
        var out = new JuteWriter(64);
        for (int i = 0; i < count; i++) {
            out.buffer(Bytes.wrap(new JuteWriter(8).int64(first.value() + i).toBytes().toArray()));
        }
        return new Entries(first, new Zxid(first.value() + count - 1), out.toBytes());
    }

    private static List<Zxid> read(RecentEntries recent, Zxid after, Zxid upTo) {
        var read = new ArrayList<Zxid>();
        Zxid at = after;
        for (var next = recent.next(at, upTo, PIECE_BYTES);
                next.isPresent();
                next = recent.next(at, upTo, PIECE_BYTES)) {
            Entries run = next.get();
            var in = new JuteReader(run.encoded());
            for (Zxid each = run.first(); !each.isAfter(run.last()); each = each.next()) {
                assertThat(new JuteReader(in.buffer()).int64()).isEqualTo(each.value());
                read.add(each);
            }
            at = run.last();
        }
        return read;
    }
}
