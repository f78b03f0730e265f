package io.tapio.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a journal: finds its end, decides whether what is there can be trusted, and mends the one
 * thing that a crash may leave behind, an unfinished last record.
 *
 * <p>Sealed segments are judged by their headers and footers here, and record by record when they
 * are replayed.
 */
final class JournalOpening {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");

    /**
     * A journal ready for use.
     *
     * @param cutBytes how many bytes of a torn record were overwritten by zeros
     * @param closedCleanly whether it ended with a footer
     */
    record Opened(Journal journal, long cutBytes, boolean closedCleanly) {}

    private final LogSettings settings;
    private final Storage storage;
    private final Path directory;
    private final UUID id;
    private final RecordFormat format;

    JournalOpening(LogSettings settings, Storage storage, Path directory, UUID id) {
        this.settings = settings;
        this.storage = storage;
        this.directory = directory;
        this.id = id;
        this.format = new RecordFormat(id);
    }

    /** Makes the mark and the first segment of a new journal. */
    void create() throws IOException {
        create(new SegmentHeader(id, settings.member().value(), false, 1, History.START, 0));
    }

    /** Makes the mark and the first segment of a journal that begins so. */
    void create(SegmentHeader header) throws IOException {
        DurableMark.create(storage, markFile(), id);
        SpareSegment spare = SpareSegment.begin(storage, directory);
        while (!spare.fillTowards(settings.preallocBytes())) {}
        spare.entitle(header);
        spare.enter(header).close();
    }

    /** Opens the journal of these segments, of which there is at least one. */
    Opened open(List<Path> files) throws IOException {
        List<Journal.Segment> segments = new ArrayList<>();
        for (Path file : files) {
            segments.add(new Journal.Segment(file, readHeader(file)));
        }
        for (int i = 0; i + 1 < segments.size(); i++) {
            checkSealed(segments.get(i), segments.get(i + 1));
        }
        return openLast(segments);
    }

    SegmentHeader readHeader(Path file) throws IOException {
        try (StoredFile open = storage.read(file)) {
            if (open.size() < SegmentHeader.BYTES) {
                throw new DamagedLog(file, open.size(), "the file ends within its header");
            }
            byte[] bytes = open.bytes(0, SegmentHeader.BYTES);
            if (SegmentHeader.isOfLaterVersion(bytes)) {
                throw DamagedLog.notOurs(file, "this segment was written by a later version");
            }
            SegmentHeader header =
                    SegmentHeader.decode(bytes)
                            .orElseThrow(
                                    () -> new DamagedLog(file, 0, "this is no segment header"));
            if (!header.journal().equals(id)) {
                throw DamagedLog.notOurs(file, "this segment belongs to another member's journal");
            }
            if (!file.endsWith(header.fileName())) {
                throw new DamagedLog(file, 32, "this segment was made as " + header.fileName());
            }
            return header;
        }
    }

    /** A segment that has a successor must be complete, and the successor must follow it. */
    private void checkSealed(Journal.Segment segment, Journal.Segment next) throws IOException {
        SegmentHeader after = next.header();
        try (StoredFile file = storage.read(segment.path())) {
            JournalRecord footer = footer(segment, file);
            if (footer.sequence() + 1 != after.firstSequence()) {
                throw new DamagedLog(
                        next.path(),
                        "begins with fact %d, but the segment before it ends with %d: one is missing"
                                .formatted(after.firstSequence(), footer.sequence()));
            }
            History end =
                    JournalFactCodec.readFooter(footer)
                            .orElseThrow(
                                    () ->
                                            new DamagedLog(
                                                    segment.path(),
                                                    footer.position(),
                                                    "its end is not readable"));
            boolean follows = after.replaces() || after.before().equals(end);
            if (footer.previousCrc() != after.previousCrc() || !follows) {
                throw new DamagedLog(
                        next.path(), 0, "does not follow " + segment.path().getFileName());
            }
        }
    }

    /** Usually the footer ends the file; if the file was not trimmed any more, it is looked for. */
    private JournalRecord footer(Journal.Segment segment, StoredFile file) throws IOException {
        long at = file.size() - RecordFormat.FOOTER_BYTES;
        if (at >= SegmentHeader.BYTES) {
            Optional<JournalRecord> last =
                    format.read(file.bytes(at, RecordFormat.FOOTER_BYTES), 0, at);
            if (last.isPresent() && last.get().isFooter()) return last.get();
        }
        var cursor = new SegmentCursor(file, segment.header(), format);
        return switch (walk(segment, cursor)) {
            case SegmentCursor.Sealed(JournalRecord footer) -> footer;
            case SegmentCursor.Broken(String what, boolean newer) ->
                    throw new DamagedLog(segment.path(), cursor.position(), what);
            case SegmentCursor.Blank blank ->
                    throw new DamagedLog(
                            segment.path(),
                            cursor.position(),
                            "the segment stops here, though another follows it");
            case SegmentCursor.Found found -> throw new AssertionError("the walk went on");
        };
    }

    /** Moves to the first step that is not a good record. */
    private SegmentCursor.Step walk(Journal.Segment segment, SegmentCursor cursor) {
        try {
            while (true) {
                SegmentCursor.Step step = cursor.next();
                if (!(step instanceof SegmentCursor.Found)) return step;
            }
        } catch (IOException error) {
            throw new DamagedLog(
                    segment.path(), cursor.position(), "cannot be read: " + error.getMessage());
        }
    }

    private Opened openLast(List<Journal.Segment> segments) throws IOException {
        Journal.Segment last = segments.getLast();
        StoredFile file = storage.open(last.path());
        try {
            var cursor = new SegmentCursor(file, last.header(), format);
            SegmentCursor.Step end = walk(last, cursor);
            boolean sealed = end instanceof SegmentCursor.Sealed;
            DurableMark.Place durable = durablePlace(sealed, cursor);
            long cut = sealed ? 0 : mend(last, file, cursor, durable);
            if (cursor.sequence() > durable.sequence()) confirm(file, last, durable);
            DurableMark mark = DurableMark.open(storage, markFile(), id, durable);
            if (cursor.sequence() > durable.sequence()) {
                mark.update(cursor.sequence(), last.header().firstSequence(), cursor.position());
            }
            var active =
                    new ActiveSegment(
                            last.path(),
                            file,
                            last.header(),
                            cursor.position(),
                            file.size(),
                            sealed);
            return new Opened(journal(segments, active, mark, cursor), cut, sealed);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private Journal journal(
            List<Journal.Segment> segments,
            ActiveSegment active,
            DurableMark mark,
            SegmentCursor end) {
        return new Journal(
                settings,
                storage,
                directory,
                format,
                mark,
                new FsyncWatch(settings.fsyncWarningMs()),
                segments,
                active,
                new Journal.Place(end.sequence(), end.crc(), end.history()));
    }

    private DurableMark.Place durablePlace(boolean sealed, SegmentCursor end) throws IOException {
        Optional<DurableMark.Place> found = DurableMark.read(storage, markFile(), id);
        if (found.isEmpty() && !sealed) {
            throw new DamagedLog(
                    markFile(), "is not readable, so nobody knows whether the journal is complete");
        }
        DurableMark.Place place = found.orElse(DurableMark.Place.NOWHERE);
        if (found.isEmpty()) LOG.warn("the mark is made anew file={}", markFile());
        if (sealed && place.sequence() > end.sequence()) {
            throw new DamagedLog(
                    directory,
                    "the journal ends with fact %d, but fact %d was durable: it was set back"
                            .formatted(end.sequence(), place.sequence()));
        }
        return place;
    }

    /** Decides about what stands behind the last good record. Returns how many bytes were cut. */
    private long mend(
            Journal.Segment segment,
            StoredFile file,
            SegmentCursor cursor,
            DurableMark.Place durable)
            throws IOException {
        return switch (Tail.judge(file, cursor, format, durable.sequence())) {
            case Tail.Whole whole -> 0;
            case Tail.Damaged(long offset, String what) ->
                    throw new DamagedLog(segment.path(), offset, what);
            case Tail.Torn(long from, long to, String how) -> {
                while (from < to) from += ActiveSegment.fill(file, from, to);
                file.force();
                long bytes = to - cursor.position();
                LOG.info(
                        "cut a record that was never finished file={} offset={} bytes={} because {}",
                        segment.path(),
                        cursor.position(),
                        bytes,
                        how);
                yield bytes;
            }
        };
    }

    /**
     * Writes once more what the mark does not vouch for. After an fsync that failed the system may
     * hold pages for clean that never reached the disk; written anew they are synced anew.
     */
    private void confirm(StoredFile file, Journal.Segment segment, DurableMark.Place durable)
            throws IOException {
        var cursor = new SegmentCursor(file, segment.header(), format);
        long from = cursor.position();
        while (cursor.next() instanceof SegmentCursor.Found) {
            if (cursor.sequence() <= durable.sequence()) from = cursor.position();
        }
        long to = cursor.position();
        if (from == to) return;

        SpareSegment.copy(file, from, to, file);
        file.force();
    }

    /** Makes a segment anew of its good part, up to {@code end}, and the mark that goes with it. */
    void rebuild(Journal.Segment segment, long end, Path damaged) throws IOException {
        SpareSegment spare = SpareSegment.begin(storage, directory);
        try (StoredFile from = storage.read(damaged)) {
            spare.copy(from, end);
        }
        while (!spare.fillTowards(end + settings.preallocBytes())) {}
        DurableMark.create(storage, markFile(), id);
        spare.enter(segment.header()).close();
    }

    /** How far the mark says the journal was durable; 0 if it says nothing. */
    long durable() throws IOException {
        return DurableMark.read(storage, markFile(), id)
                .orElse(DurableMark.Place.NOWHERE)
                .sequence();
    }

    private Path markFile() {
        return directory.resolve(DurableMark.FILE_NAME);
    }
}
