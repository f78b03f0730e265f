package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others are sent is what the log has: nothing that was cut, and nothing left out. */
class LogReaderTest {
    private static final int PIECE_BYTES = 2_000;

    @TempDir Path directory;
    private final TreeMap<Zxid, Bytes> log = new TreeMap<>(); // what counts
    private StoreRig rig;
    private Random random;
    private Zxid last = Zxid.NONE;
    private int epoch = 1;

    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
    }

    @Test
    @Fault("F11")
    void whateverHappenedToTheLogExactlyWhatCountsIsRead() throws IOException {
        for (long seed = 0; seed < 12; seed++) {
            random = new Random(seed);
            for (int step = 0; step < 60; step++) change();
            checkReading(rig.reader().cursor());
            rig.reopen();
            checkReading(rig.reader().cursor());
            assertThat(rig.store.ends().upTo(last)).isEqualTo(ends());
        }
    }

    @Test
    void aCursorGoesOnWhereItWasWhileTheLogGrows() throws IOException {
        random = new Random(3);
        try (var cursor = rig.reader().cursor()) {
            Zxid at = Zxid.NONE;
            for (int round = 0; round < 200; round++) {
                append();
                if (round % 40 == 39) rig.roll();
                at = readAll(cursor, at);
                assertThat(at).isEqualTo(last);
            }
        }
    }

    @Test
    void whatWasPurgedIsRefused() throws IOException {
        random = new Random(4);
        append();
        rig.roll();
        append();
        rig.journal().dropBefore(rig.journal().segments().getLast());

        assertThatThrownBy(() -> rig.reader().cursor().next(Zxid.NONE, last, PIECE_BYTES))
                .hasMessageContaining("purged");
    }

    @Test
    void damageInAnOldSegmentIsSaidAndReadingGoesOnBehindIt() throws IOException {
        random = new Random(5);
        append();
        rig.roll();
        Zxid behind = last;
        append();
        StoreRig.flip(rig.segments().getFirst(), 600, 1);

        assertThatThrownBy(() -> rig.reader().cursor().next(Zxid.NONE, last, PIECE_BYTES))
                .hasMessageContaining("damaged");
        assertThat(rig.readableAfter).containsExactly(behind);
        assertThat(readAll(rig.reader().cursor(), behind)).isEqualTo(last);
    }

    @Test
    void anotherHistoryIsNotMixedWithTheOneItReplaced() throws IOException {
        random = new Random(6);
        for (int i = 0; i < 5; i++) append();
        var cursor = rig.reader().cursor();
        Zxid first = cursor.next(Zxid.NONE, last, 1).last();
        Zxid old = last;
        pending(Facts.zxid(7, 9));
        rig.store.install(Facts.zxid(7, 9));
        rig.append(Facts.appended(7, 10, 12, 20, random));

        assertThatThrownBy(() -> cursor.next(first, old, PIECE_BYTES))
                .hasMessageContaining("purged");
        Entries run = cursor.next(Facts.zxid(7, 9), Facts.zxid(7, 12), PIECE_BYTES);
        assertThat(run.first()).isEqualTo(Facts.zxid(7, 10));
        assertThat(run.last()).isEqualTo(Facts.zxid(7, 12));
    }

    @Test
    void aSnapshotIsReadThoughItsFileIsDeletedAndADamagedOneIsNotOfferedTwice() throws IOException {
        random = new Random(7);
        append();
        Zxid older = last;
        taken(older);
        append();
        taken(last);
        var stream = rig.reader().newestSnapshot().orElseThrow();
        assertThat(stream.at()).isEqualTo(last);
        rig.store.snapshots().delete(last, Snapshots.Standing.TAKEN);
        int bytes = 0;
        for (Bytes each = stream.next(); !each.isEmpty(); each = stream.next()) {
            bytes += each.length();
        }
        assertThat(bytes).isEqualTo(3 * 100);
        assertThat(stream.mark()).isEqualTo(new DigestMark(last, 8));
        stream.close();

        taken(last);
        StoreRig.flip(rig.store.snapshots().file(last, Snapshots.Standing.TAKEN), 260, 0);
        var reader = rig.reader();
        try (var damaged = reader.newestSnapshot().orElseThrow()) {
            assertThat(damaged.at()).isEqualTo(last);
            assertThatThrownBy(
                            () -> {
                                while (!damaged.next().isEmpty()) {}
                            })
                    .isInstanceOf(IOException.class);
        }
        try (var next = reader.newestSnapshot().orElseThrow()) {
            assertThat(next.at()).isEqualTo(older);
        }
    }

    private void taken(Zxid at) throws IOException {
        rig.store.writeSnapshot(feed(at), Snapshots.Standing.TAKEN);
    }

    private void pending(Zxid at) throws IOException {
        rig.store.writeSnapshot(feed(at), Snapshots.Standing.PENDING);
    }

    private static SnapshotFeed feed(Zxid at) {
        var feed = new SnapshotFeed(at);
        for (int i = 0; i < 3; i++) feed.add(new byte[100], 100);
        feed.end(new DigestMark(at, 8));
        return feed;
    }

    private void change() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> rig.roll();
            case 1 -> epoch++;
            case 2 -> truncate();
            default -> append();
        }
    }

    private void append() throws IOException {
        int from = last.epoch() == epoch ? last.counter() + 1 : 1;
        JournalFact.EntriesAppended fact =
                Facts.appended(epoch, from, from + random.nextInt(9), 60, random);
        rig.append(fact);
        rig.work();
        Entries run = fact.entries();
        var in = new JuteReader(run.encoded());
        for (Zxid each = run.first(); !each.isAfter(run.last()); each = each.next()) {
            log.put(each, in.buffer());
        }
        last = run.last();
    }

    private void truncate() throws IOException {
        if (log.isEmpty() || random.nextInt(3) > 0) return;

        Zxid to = last;
        for (int i = random.nextInt(12); i > 0 && log.lowerKey(to) != null; i--) {
            to = log.lowerKey(to);
        }
        rig.append(new JournalFact.TailTruncated(to));
        log.tailMap(to, false).clear();
        last = to;
        epoch++; // a cut is made by the leader of a new epoch
    }

    private java.util.List<Zxid> ends() {
        var ends = new TreeMap<Integer, Zxid>();
        log.keySet().forEach(each -> ends.put(each.epoch(), each));
        return java.util.List.copyOf(ends.values());
    }

    private void checkReading(LogReader.Cursor cursor) throws IOException {
        if (log.isEmpty()) return;

        readAll(cursor, Zxid.NONE);
        for (int i = 0; i < 10; i++) {
            var keys = log.keySet().toArray(Zxid[]::new);
            Zxid after = keys[random.nextInt(keys.length)];
            assertThat(readAll(cursor, after)).isEqualTo(last);
        }
    }

    private Zxid readAll(LogReader.Cursor cursor, Zxid after) throws IOException {
        Zxid at = after;
        while (last.isAfter(at)) {
            Entries run = cursor.next(at, last, PIECE_BYTES);
            Map<Zxid, Bytes> expected = log.subMap(at, false, run.last(), true);
            var in = new JuteReader(run.encoded());
            Zxid each = run.first();
            for (var one : expected.entrySet()) {
                assertThat(one.getKey()).isEqualTo(each);
                assertThat(in.buffer()).isEqualTo(one.getValue());
                each = each.next();
            }
            assertThat(each).isEqualTo(run.last().next());
            at = run.last();
        }
        return at;
    }
}
