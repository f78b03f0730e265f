package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteReader;
import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers keep up with a log that goes on writing, and never see anything but what counts. */
class LogReaderAtWorkTest {
    private static final int STEPS = 3_000;
    private static final int READERS = 2;

    @TempDir Path directory;
    private final ConcurrentSkipListMap<Zxid, Bytes> log = new ConcurrentSkipListMap<>();
    // A cut is made where nobody reads: by a member that leads nobody.
    private final ReentrantReadWriteLock cuts = new ReentrantReadWriteLock();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private StoreRig rig;
    private volatile Zxid last = Zxid.NONE;
    private volatile boolean done;
    private int epoch = 1;

    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
    }

    @AfterEach
    void stop() {
        readers.shutdownNow();
        rig.store.abandon();
    }

    @Test
    void readersFollowAWriterThroughRollsCutsAndPurges()
            throws IOException, InterruptedException, ExecutionException {
        List<Future<Long>> reading =
                List.of(readers.submit(() -> follow(1)), readers.submit(() -> follow(2)));
        var random = new Random(42);
        try {
            for (int step = 0; step < STEPS; step++) change(random);
        } finally {
            done = true;
        }

        for (Future<Long> each : reading) assertThat(each.get()).isPositive();
    }

    private void change(Random random) throws IOException {
        switch (random.nextInt(40)) {
            case 0 -> rig.roll();
            case 1 -> epoch++;
            case 2 -> cut(random);
            case 3 -> purge(random);
            default -> append(random);
        }
    }

    private void append(Random random) throws IOException {
        int from = last.epoch() == epoch ? last.counter() + 1 : 1;
        JournalFact.EntriesAppended fact =
                Facts.appended(epoch, from, from + random.nextInt(20), 100, random);
        var in = new JuteReader(fact.entries().encoded());
        Zxid end = fact.entries().last();
        for (Zxid each = fact.entries().first(); !each.isAfter(end); each = each.next()) {
            log.put(each, in.buffer());
        }
        rig.append(fact);
        last = end;
        rig.work();
    }

    private void cut(Random random) throws IOException {
        cuts.writeLock().lock();
        try {
            Zxid to = last;
            for (int i = random.nextInt(12); i > 0; i--) {
                Zxid lower = log.lowerKey(to);
                if (lower != null && !rig.store.ends().base().isAfter(lower)) to = lower;
            }
            if (to.equals(Zxid.NONE)) return;

            rig.append(new JournalFact.TailTruncated(to));
            log.tailMap(to, false).clear();
            last = to;
            epoch++;
        } finally {
            cuts.writeLock().unlock();
        }
    }

    private void purge(Random random) throws IOException {
        List<Journal.Segment> segments = rig.journal().segments();
        if (segments.size() < 3) return;

        Journal.Segment first = segments.get(1 + random.nextInt(segments.size() - 2));
        // A segment that follows a snapshot begins with what is committed, so never with a cut.
        if (!log.containsKey(first.header().before().last())) return;

        rig.journal().dropBefore(first);
    }

    /** How many entries were read when nothing more came. */
    private long follow(int seed) throws IOException {
        var random = new Random(seed);
        long read = 0;
        Zxid at = Zxid.NONE;
        try (var cursor = rig.reader().cursor()) {
            while (!done || last.isAfter(at)) {
                cuts.readLock().lock();
                try {
                    if (random.nextInt(50) == 0) at = somewhere(random);
                    if (!last.isAfter(at)) {
                        Thread.onSpinWait();
                        if (at.isAfter(last)) at = last;
                        continue;
                    }
                    Entries run = cursor.next(at, last, 1 + random.nextInt(20_000));
                    check(run, at);
                    read += run.last().counter() - run.first().counter() + 1;
                    at = run.last();
                } catch (IOException gone) {
                    assertThat(isExcusable(at)).as("%s at %s", gone.getMessage(), at).isTrue();
                    at = rig.store.ends().base();
                } finally {
                    cuts.readLock().unlock();
                }
            }
        }
        return read;
    }

    /** What is being purged or was cut cannot be read any more. */
    private boolean isExcusable(Zxid at) {
        return rig.store.ends().base().isAfter(at) || !log.containsKey(at);
    }

    private Zxid somewhere(Random random) {
        Zxid at = last;
        for (int i = random.nextInt(300); i > 0; i--) {
            Zxid lower = log.lowerKey(at);
            if (lower != null && !rig.store.ends().base().isAfter(lower)) at = lower;
        }
        return at;
    }

    private void check(Entries run, Zxid after) {
        assertThat(log.higherKey(after)).isEqualTo(run.first());
        var in = new JuteReader(run.encoded());
        for (Zxid each = run.first(); !each.isAfter(run.last()); each = each.next()) {
            assertThat(in.buffer()).isEqualTo(log.get(each));
        }
        assertThat(in.remaining()).isZero();
    }
}
