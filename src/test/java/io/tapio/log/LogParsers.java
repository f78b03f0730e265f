package io.tapio.log;

import io.tapio.fuzz.Parser;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The files of a data directory, whatever became of them. */
public final class LogParsers {
    private static final UUID JOURNAL = SegmentBytes.JOURNAL;
    private static final Path FILE = Path.of("file");
    private static final Zxid AT = Zxid.of(2, 9);
    private static final int PAGE = 4096;

    private LogParsers() {}

    public static List<Parser> all() {
        var records = List.of(records());
        return List.of(
                new Parser("segment", 4, records, each -> takesSegment(each, false)),
                new Parser("segment-resealed", 4, records, each -> takesSegment(each, true)),
                new Parser("segment-header", 2, List.of(header()), LogParsers::takesHeader),
                new Parser("durable-mark", 10, List.of(mark()), LogParsers::takesMark),
                new Parser("identity", List.of(identity()), LogParsers::takesIdentity),
                new Parser("peer-marks", 10, List.of(marks()), LogParsers::takesMarks),
                new Parser("snapshot-file", 2, List.of(snapshot()), LogParsers::takesSnapshot));
    }

    private static byte[] written(Writing writing) {
        var storage = new MemoryStorage();
        try {
            writing.to(storage);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return storage.content(FILE);
    }

    private interface Writing {
        void to(MemoryStorage storage) throws IOException;
    }

    /** What comes behind the header of a segment. */
    private static byte[] records() {
        var random = new Random(6);
        var segment =
                new SegmentBytes(2048)
                        .add(new JournalFact.EpochAccepted(1))
                        .add(new JournalFact.EpochEstablished(1, new UUID(5, 6)))
                        .add(Facts.appended(1, 1, 3, 20, random))
                        .add(new JournalFact.TailTruncated(Facts.zxid(1, 2)))
                        .add(new JournalFact.SnapshotRequested(Facts.zxid(1, 2)))
                        .add(new JournalFact.DiskDoubted())
                        .add(new JournalFact.DiskProven())
                        .add(Facts.appended(2, 1, 5, 20, random));
        return Arrays.copyOfRange(segment.array(), SegmentHeader.BYTES, segment.end() + 32);
    }

    private static boolean takesSegment(byte[] input, boolean reseal) throws IOException {
        var segment = new SegmentBytes(SegmentHeader.BYTES + input.length);
        System.arraycopy(input, 0, segment.array(), SegmentHeader.BYTES, input.length);
        if (reseal) reseal(segment.array());
        SegmentCursor cursor = segment.walked();
        Tail tail = segment.tail(0);
        return tail != null && cursor.sequence() > 0;
    }

    /** Gives each record its place in the chain again. */
    private static void reseal(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int before = 0;
        int at = SegmentHeader.BYTES;
        for (long sequence = 1; bytes.length - at >= RecordFormat.HEADER_BYTES; sequence++) {
            int length = in.getInt(at);
            if (!RecordFormat.isPossible(length) || length > bytes.length - at) return;

            in.putInt(at + 8, before).putLong(at + 12, sequence).putLong(at + 20, at);
            before = SegmentBytes.crc(JOURNAL, Arrays.copyOfRange(bytes, at, at + length));
            in.putInt(at + 4, before);
            at += length;
        }
    }

    private static byte[] header() {
        var history = new History(3, 2, AT, AT, new UUID(7, 8), true);
        return new SegmentHeader(JOURNAL, 2, true, 77, history, 99).encode().array();
    }

    /** With its true checksum in both versions of it: all else would end there. */
    private static boolean takesHeader(byte[] input) {
        byte[] sector = Arrays.copyOf(input, SegmentHeader.BYTES);
        int used = ByteBuffer.wrap(sector).getInt(4) == 1 ? 72 : 92;
        seal(sector, 0, used - 4);
        Optional<SegmentHeader> read = SegmentHeader.decode(sector);
        SegmentHeader.isOfLaterVersion(sector);
        read.ifPresent(
                each -> Parser.same(read, SegmentHeader.decode(each.encode().array().clone())));
        return read.isPresent();
    }

    private static void seal(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        ByteBuffer.wrap(bytes).putInt(from + length, (int) crc.getValue());
    }

    private static byte[] mark() {
        return written(storage -> DurableMark.create(storage, FILE, JOURNAL));
    }

    private static boolean takesMark(byte[] input) throws IOException {
        byte[] bytes = input.clone();
        if (bytes.length >= 2 * PAGE) {
            seal(bytes, 0, 48);
            seal(bytes, PAGE, 48);
        }
        return DurableMark.read(new MemoryStorage().with(FILE, bytes), FILE, JOURNAL).isPresent();
    }

    private static byte[] identity() {
        return written(
                storage -> new DirectoryIdentity(JOURNAL, new ServerId(3)).write(storage, FILE));
    }

    private static boolean takesIdentity(byte[] input) throws IOException {
        byte[] bytes = input.clone();
        if (bytes.length >= 32) seal(bytes, 0, 28);
        try {
            var storage = new MemoryStorage().with(FILE, bytes);
            return DirectoryIdentity.read(storage, FILE).isPresent();
        } catch (DamagedLog refused) {
            return false;
        }
    }

    private static byte[] marks() {
        var storage = new MemoryStorage();
        var marks = new PeerMarks(storage, Path.of(""), JOURNAL);
        marks.remember(Map.of(1, AT, 2, AT.next()));
        marks.remember(Map.of(1, AT, 2, AT.next(), 3, AT));
        return storage.content(Path.of(PeerMarks.FILE_NAME));
    }

    private static boolean takesMarks(byte[] input) {
        byte[] bytes = input.clone();
        for (int at = 0; at + 28 <= bytes.length; at += PAGE) {
            int count = ByteBuffer.wrap(bytes).getInt(at + 24);
            if (count < 0 || count > 256) continue;
            if (at + 32 + count * 12 <= bytes.length) seal(bytes, at, 28 + count * 12);
        }
        var storage = new MemoryStorage().with(Path.of(PeerMarks.FILE_NAME), bytes);
        return !new PeerMarks(storage, Path.of(""), JOURNAL).marks().isEmpty();
    }

    private static byte[] snapshot() {
        return written(
                storage -> {
                    var writer = new SnapshotFile.Writer(storage.open(FILE), JOURNAL, AT);
                    writer.chunk(Bytes.utf8("the first chunk"));
                    writer.chunk(Bytes.utf8("and another one"));
                    writer.end(new DigestMark(AT, 4711));
                });
    }

    private static boolean takesSnapshot(byte[] input) throws IOException {
        var storage = new MemoryStorage().with(FILE, input);
        try {
            var reader = new SnapshotFile.Reader(FILE, storage.read(FILE), JOURNAL, AT);
            while (reader.next().isPresent()) {}
            return true;
        } catch (DamagedLog refused) {
            return false;
        }
    }
}
