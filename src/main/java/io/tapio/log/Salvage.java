package io.tapio.log;

import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What of damaged directories is provably good. Only reads.
 *
 * <p>That is the newest whole snapshot with the facts that follow it up to the first damage, or a
 * journal from its beginning up to there. Whatever stands behind the damage is not looked at.
 */
final class Salvage {
    /** What may be kept. */
    sealed interface Plan {}

    /**
     * Whole segments, and one more up to {@code end}.
     *
     * @param snapshot which they follow; {@link Zxid#NONE} if they begin at the beginning
     */
    record Prefix(
            Zxid snapshot,
            List<Journal.Segment> whole,
            Journal.Segment last,
            SegmentCursor.Place end)
            implements Plan {}

    /** No facts lead on from it. */
    record SnapshotOnly(Zxid snapshot) implements Plan {}

    record Nothing() implements Plan {}

    private final LogDirectories directories;
    private final UUID id;
    private final JournalOpening opening;
    private final Snapshots snapshots;
    private final List<Journal.Segment> segments = new ArrayList<>(); // that have a header
    private final Map<Journal.Segment, SegmentCursor.Place> ends = new HashMap<>();

    Salvage(LogDirectories directories, UUID id) throws IOException {
        this.directories = directories;
        this.id = id;
        this.opening = directories.opening(id);
        this.snapshots = new Snapshots(directories.storage(), directories.snapshots(), id);
        for (Path file : directories.segments()) {
            header(opening, file)
                    .map(each -> new Journal.Segment(file, each))
                    .ifPresent(segments::add);
        }
    }

    /** The header of a segment, if it has one; throws if the segment is not ours. */
    private static Optional<SegmentHeader> header(JournalOpening opening, Path file) {
        try {
            return Optional.of(opening.readHeader(file));
        } catch (DamagedLog damaged) {
            if (damaged.isNotOurs()) throw damaged;
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whose journal the segments are, by the first that says so. */
    static Optional<DirectoryIdentity> identity(LogDirectories directories) throws IOException {
        for (Path file : directories.segments()) {
            try (StoredFile open = directories.storage().read(file)) {
                int length = (int) Math.min(SegmentHeader.BYTES, open.size());
                var header =
                        length < SegmentHeader.BYTES
                                ? Optional.<SegmentHeader>empty()
                                : SegmentHeader.decode(open.bytes(0, length));
                if (header.isPresent()) return Optional.of(header.get().identity());
            } catch (IOException unreadable) {
                // another one may say it
            }
        }
        return Optional.empty();
    }

    Plan plan() throws IOException {
        Optional<Zxid> snapshot = newestSnapshot();
        if (snapshot.isPresent()) {
            Zxid at = snapshot.get();
            Optional<Prefix> prefix =
                    Journal.startAfter(segments, at)
                            .map(start -> prefix(at, start))
                            .filter(found -> !at.isAfter(found.end().history().last()));
            return prefix.isPresent() ? prefix.get() : new SnapshotOnly(at);
        }
        boolean fromTheBeginning =
                !segments.isEmpty()
                        && segments.getFirst().header().firstSequence() == 1
                        && segments.stream().noneMatch(each -> each.header().replaces());
        return fromTheBeginning ? prefix(Zxid.NONE, segments.getFirst()) : new Nothing();
    }

    /** The highest epoch that the member is known to have promised to. */
    int acceptedEpoch() {
        return segments.stream()
                .mapToInt(each -> end(each).history().acceptedEpoch())
                .max()
                .orElse(0);
    }

    /** The ensemble that the member is known to belong to. */
    UUID cluster() {
        UUID known = History.NO_CLUSTER;
        for (Journal.Segment each : segments) {
            UUID named = end(each).history().cluster();
            if (!named.equals(History.NO_CLUSTER)) known = named;
        }
        return known;
    }

    /** A number that no fact has had yet, as far as is known. */
    long nextSequence() {
        long known = 0;
        try {
            known = opening.durable();
        } catch (IOException unreadable) {
            // Then the mark says nothing.
        }
        for (Journal.Segment each : segments) known = Math.max(known, end(each).sequence());
        return known + 1;
    }

    private Optional<Zxid> newestSnapshot() throws IOException {
        for (Zxid at : snapshots.taken()) {
            try {
                snapshots.verify(at);
                return Optional.of(at);
            } catch (DamagedLog | IOException notUsable) {
                // an older one may be
            }
        }
        return Optional.empty();
    }

    private Prefix prefix(Zxid snapshot, Journal.Segment start) {
        List<Journal.Segment> whole = new ArrayList<>();
        Journal.Segment now = start;
        while (true) {
            SegmentCursor.Place end = end(now);
            Optional<Journal.Segment> next = successor(end);
            if (next.isEmpty() || next.get().equals(now)) {
                return new Prefix(snapshot, whole, now, end);
            }
            whole.add(now);
            now = next.get();
        }
    }

    private Optional<Journal.Segment> successor(SegmentCursor.Place end) {
        return segments.stream().filter(each -> follows(each.header(), end)).findFirst();
    }

    private static boolean follows(SegmentHeader next, SegmentCursor.Place end) {
        return next.firstSequence() == end.sequence() + 1
                && next.previousCrc() == end.crc()
                && !next.replaces()
                && next.before().equals(end.history());
    }

    /** How far the records of a segment are good. */
    private SegmentCursor.Place end(Journal.Segment segment) {
        return ends.computeIfAbsent(segment, this::walk);
    }

    private SegmentCursor.Place walk(Journal.Segment segment) {
        var begin = Signposts.atBegin(segment).place();
        try (StoredFile file = directories.storage().read(segment.path())) {
            var cursor = new SegmentCursor(file, segment.header(), new RecordFormat(id));
            return walk(segment, cursor);
        } catch (IOException unreadable) {
            return begin;
        }
    }

    private static SegmentCursor.Place walk(Journal.Segment segment, SegmentCursor cursor) {
        try {
            SegmentCursor.Step step = cursor.next();
            while (step instanceof SegmentCursor.Found) step = cursor.next();
            if (step instanceof SegmentCursor.Broken(String what, boolean newer) && newer) {
                throw DamagedLog.notOurs(segment.path(), "a later version wrote in it: " + what);
            }
        } catch (IOException unreadable) {
            // What was passed was good.
        }
        return cursor.place();
    }
}
