package io.tapio.log;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store on a directory of its own, for tests that need no actor. */
final class StoreRig {
    static final int PREALLOC_BYTES = 64 * 1024;

    final FaultyStorage storage = new FaultyStorage();
    LogSettings settings;
    final Random random = new Random(7);
    final List<Zxid> readableAfter = new CopyOnWriteArrayList<>(); // said by readers
    LogStore store;
    private int counter;

    StoreRig(Path directory) throws IOException {
        this(directory, directory);
    }

    StoreRig(Path dataDir, Path dataLogDir) throws IOException {
        settings =
                new LogSettings(
                        dataDir,
                        dataLogDir,
                        new ServerId(1),
                        PREALLOC_BYTES,
                        1 << 20,
                        3,
                        1000,
                        false);
        store = LogStore.open(settings, storage);
    }

    /** From the next start on. */
    void heals() {
        settings =
                new LogSettings(
                        settings.dataDir(),
                        settings.dataLogDir(),
                        settings.member(),
                        settings.preallocBytes(),
                        settings.segmentBytes(),
                        settings.retainSnapshots(),
                        settings.fsyncWarningMs(),
                        true);
    }

    LogReader reader() {
        return store.reader(readableAfter::add);
    }

    Journal journal() {
        return store.journal();
    }

    /** Appends one run of {@code count} entries of 100 bytes. */
    JournalFact append(int count) throws IOException {
        JournalFact fact = Facts.appended(1, counter + 1, counter + count, 100, random);
        counter += count;
        return append(fact);
    }

    JournalFact append(JournalFact fact) throws IOException {
        journal().append(journal().sequence() + 1, fact);
        return fact;
    }

    /** Begins a new segment now. */
    void roll() throws IOException {
        journal().rollSoon();
        work();
    }

    void work() throws IOException {
        while (journal().hasWork()) journal().work();
    }

    /** As after a crash of the process. */
    void reopen() throws IOException {
        store.abandon();
        store = LogStore.open(settings, storage);
    }

    void closeAndReopen() throws IOException {
        store.close();
        store = LogStore.open(settings, storage);
    }

    List<JournalFact> replayed() throws IOException {
        List<JournalFact> facts = new ArrayList<>();
        long first = journal().segments().getFirst().header().firstSequence();
        try (JournalReplay replay = store.replay(first, journal().sequence())) {
            for (var next = replay.next(); next != null; next = replay.next()) {
                facts.add(next.fact());
            }
        }
        return facts;
    }

    Path directory() {
        return settings.dataLogDir().resolve("tapio-1");
    }

    List<Path> segments() {
        return journal().segments().stream().map(Journal.Segment::path).toList();
    }

    static void flip(Path file, long at, int bit) throws IOException {
        byte[] one = new byte[1];
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(ByteBuffer.wrap(one), at);
            one[0] ^= (byte) (1 << bit);
            channel.write(ByteBuffer.wrap(one), at);
        }
    }

    static void zero(Path file, long from, long to) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate((int) (to - from)), from);
        }
    }

    static void cut(Path file, long size) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** The byte behind the last one that is not zero. */
    static long used(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) end--;
        return end;
    }
}
