package io.tapio.log;

import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's directories, locked, checked and open: its identity, its journal, its snapshots.
 *
 * <p>Belongs to the disk's thread; only {@link #writeSnapshot} runs on another one.
 */
final class LogStore implements LogReader.Shelves {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");

    /**
     * The snapshot that recovery starts from, verified.
     *
     * @param after the history with which the replay goes on
     * @param sequence number of the last fact that need not be replayed
     */
    record Chosen(Zxid at, DigestMark mark, History after, long sequence, Snapshots snapshots) {

        /** Hands the chunks to {@code fold}. */
        void load(Fold fold) throws IOException {
            try (Snapshots.Chunks chunks = snapshots.chunks(at)) {
                fold.load(chunks);
            }
        }
    }

    private final LogDirectories directories;
    private final List<Closeable> locks;
    private final UUID id;
    private final Snapshots snapshots;
    private final JournalOpening.Opened opened;
    private final PeerMarks peerMarks;
    private final boolean firstStart;
    private final List<String> findings; // grow while damage is dealt with
    private final List<Zxid> damagedSnapshots = new ArrayList<>();
    private Optional<Chosen> verified = Optional.empty();

    private LogStore(
            LogDirectories directories,
            List<Closeable> locks,
            UUID id,
            JournalOpening.Opened opened,
            boolean firstStart,
            List<String> findings) {
        this.findings = findings;
        this.directories = directories;
        this.locks = locks;
        this.id = id;
        this.snapshots = new Snapshots(directories.storage(), directories.snapshots(), id);
        this.opened = opened;
        this.peerMarks = new PeerMarks(directories.storage(), directories.journal(), id);
        this.firstStart = firstStart && findings.isEmpty();
    }

    /** Opens the directories; makes them at the first start. */
    static LogStore open(LogSettings settings, Storage storage) throws IOException {
        var directories = new LogDirectories(settings, storage);
        List<Closeable> locks = new ArrayList<>();
        try {
            directories.lockAll(locks);
            return settings.heals()
                    ? Healing.open(directories, locks)
                    : openLocked(directories, locks, List.of());
        } catch (FileSystemException | RuntimeException failure) {
            DirectoryLock.release(locks);
            throw failure; // names its file
        } catch (IOException failure) {
            DirectoryLock.release(locks);
            throw new IOException(
                    "cannot open the log in " + directories.all() + ": " + failure.getMessage(),
                    failure);
        }
    }

    /** Opens directories that are locked; after a failure they still are. */
    static LogStore openLocked(
            LogDirectories directories, List<Closeable> locks, List<String> findings)
            throws IOException {
        directories.tidy();
        boolean firstStart = directories.isFirstStart();
        UUID id = directories.identity().journal();
        List<Path> segments = directories.segments();
        if (segments.isEmpty()) {
            throw new DamagedLog(
                    directories.journal(), "the journal is gone, though there was one");
        }
        JournalOpening.Opened opened = directories.opening(id).open(segments);
        var store = new LogStore(directories, locks, id, opened, firstStart, findings);
        try {
            store.settlePending();
            store.findEnds();
            return store;
        } catch (IOException | RuntimeException failure) {
            store.journal().abandon();
            throw failure;
        }
    }

    /** An installation that was interrupted is finished if the journal knows of it. */
    private void settlePending() throws IOException {
        for (Zxid at : snapshots.pending()) {
            boolean known =
                    journal().segments().stream()
                            .map(Journal.Segment::header)
                            .anyMatch(each -> each.replaces() && each.before().last().equals(at));
            if (known) {
                finishInstall(at);
            } else {
                snapshots.delete(at, Snapshots.Standing.PENDING);
            }
        }
    }

    /** Most segments lie within one epoch; the others are read for where epochs end in them. */
    private void findEnds() {
        List<Journal.Segment> segments = journal().segments();
        EpochEnds ends = ends();
        ends.begin(segments.getFirst().header().before().last());
        for (int i = 0; i < segments.size(); i++) {
            Journal.Segment each = segments.get(i);
            boolean isLast = i + 1 == segments.size();
            SegmentHeader after = isLast ? each.header() : segments.get(i + 1).header();
            History end = isLast ? journal().history() : after.before();
            if (each.header().replaces()) ends.begin(each.header().before().last());
            if (!isLast && after.replaces()) continue; // whatever is in it was replaced

            Zxid from = each.header().before().last();
            if (from.epoch() != end.last().epoch()) {
                findEnds(each, isLast ? journal().sequence() : after.firstSequence() - 1, end);
            } else if (from.isAfter(end.last())) {
                ends.truncated(end.last());
            }
        }
    }

    /** Entries before a segment that cannot be read are of no use to others. */
    private void findEnds(Journal.Segment segment, long to, History end) {
        Zxid last = segment.header().before().last();
        try (var replay =
                new JournalReplay(storage(), new RecordFormat(id), List.of(segment), to)) {
            for (var next = replay.next(); next != null; next = replay.next()) {
                ends().add(next.fact(), last);
                if (next.fact() instanceof JournalFact.EntriesAppended appended) {
                    last = appended.entries().last();
                } else if (next.fact() instanceof JournalFact.TailTruncated(Zxid cut)) {
                    last = cut;
                }
            }
        } catch (DamagedLog | IOException unreadable) {
            LOG.warn("an old segment is not readable: {}", unreadable.getMessage());
            ends().begin(end.last());
        }
    }

    @Override
    public List<Journal.Segment> segments() {
        return journal().segments();
    }

    @Override
    public EpochEnds ends() {
        return journal().ends();
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    private Storage storage() {
        return directories.storage();
    }

    PeerMarks peerMarks() {
        return peerMarks;
    }

    /** What was found damaged at this start. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** The random number of this member's journal. */
    UUID id() {
        return id;
    }

    /** Reads for others; {@code onDamage} as in {@link LogReader}. */
    LogReader reader(Consumer<Zxid> onDamage) {
        return new LogReader(storage(), id, this, onDamage);
    }

    Journal journal() {
        return opened.journal();
    }

    JournalOpening.Opened opened() {
        return opened;
    }

    LogFigures figures() {
        return journal().figures();
    }

    boolean isFirstStart() {
        return firstStart;
    }

    /** Reads all that recovery reads; returns the snapshots that are newer, but not whole. */
    List<Zxid> verify() throws IOException {
        verified = newestSnapshot();
        long from = verified.map(Chosen::sequence).orElse(0L) + 1;
        if (from > journal().sequence()) return damagedSnapshots;

        try (JournalReplay replay = replay(from, journal().sequence())) {
            while (replay.next() != null) {}
        }
        return damagedSnapshots;
    }

    /** The newest snapshot that is whole; empty if the journal is to be replayed from nothing. */
    Optional<Chosen> newestSnapshot() throws IOException {
        if (verified.isPresent()) return verified;

        List<Zxid> taken = snapshots.taken();
        for (Zxid at : taken) {
            Optional<Chosen> chosen = journal().startAfter(at).flatMap(choose(at));
            if (chosen.isPresent()) return chosen;
        }
        if (!journal().reachesBeginning()) {
            throw new DamagedLog(
                    directories.snapshots(),
                    "no snapshot is readable, and the journal does not reach back to the beginning");
        }
        return Optional.empty();
    }

    private Function<Journal.Segment, Optional<Chosen>> choose(Zxid at) {
        return start -> {
            if (at.isAfter(journal().history().last())) {
                throw new DamagedLog(
                        snapshots.file(at, Snapshots.Standing.TAKEN),
                        "is ahead of the journal, which ends at " + journal().history().last());
            }
            try {
                SegmentHeader header = start.header();
                return Optional.of(
                        new Chosen(
                                at,
                                snapshots.verify(at),
                                header.before(),
                                header.firstSequence() - 1,
                                snapshots));
            } catch (DamagedLog damaged) {
                return without(at, damaged.finding());
            } catch (IOException unreadable) {
                return without(at, FailureReason.of(unreadable));
            }
        };
    }

    private Optional<Chosen> without(Zxid at, String finding) {
        damagedSnapshots.add(at);
        LOG.warn("snapshot not readable, trying an older one: {}", finding);
        return Optional.empty();
    }

    /** The facts from number {@code from}, with which a segment begins, up to {@code to}. */
    JournalReplay replay(long from, long to) {
        List<Journal.Segment> wanted =
                journal().segments().stream()
                        .filter(each -> each.header().firstSequence() >= from)
                        .toList();
        if (wanted.isEmpty() || wanted.getFirst().header().firstSequence() != from) {
            throw new DamagedLog(directories.journal(), "no segment begins with fact " + from);
        }
        return new JournalReplay(directories.storage(), new RecordFormat(id), wanted, to);
    }

    /** Writes a snapshot; to be called on a thread that may wait. */
    Snapshots.Written writeSnapshot(SnapshotFeed feed, Snapshots.Standing standing)
            throws IOException {
        return snapshots.write(feed, standing);
    }

    /** Reads a snapshot that has come from elsewhere; on a thread that may wait. */
    Fold load(Zxid at, Fold fold) throws IOException {
        try (Snapshots.Chunks chunks = snapshots.chunks(at, Snapshots.Standing.PENDING)) {
            fold.load(chunks);
            fold.check(chunks.mark());
            return fold;
        } catch (IOException | RuntimeException notUsable) {
            snapshots.delete(at, Snapshots.Standing.PENDING);
            throw notUsable;
        }
    }

    /** The pending snapshot at {@code at} replaces all there was. False if there is no room. */
    boolean install(Zxid at) throws IOException {
        if (!journal().replaceBy(at)) {
            snapshots.delete(at, Snapshots.Standing.PENDING);
            return false;
        }
        finishInstall(at);
        return true;
    }

    /** The journal begins with the pending snapshot; those before it are of a void history. */
    private void finishInstall(Zxid at) throws IOException {
        for (Zxid old : snapshots.taken()) snapshots.delete(old, Snapshots.Standing.TAKEN);
        snapshots.promote(at);
    }

    /** Keeps the newest snapshots and the segments they need, and deletes what is older. */
    void purge() {
        try {
            List<Zxid> kept = new ArrayList<>();
            for (Zxid at : snapshots.taken()) {
                boolean useful = journal().startAfter(at).isPresent();
                if (useful && kept.size() < directories.settings().retainSnapshots()) {
                    kept.add(at);
                } else {
                    snapshots.delete(at, Snapshots.Standing.TAKEN);
                }
            }
            // With few snapshots the whole journal stays: it is the last thing to fall back on.
            boolean enough = kept.size() >= directories.settings().retainSnapshots();
            if (kept.isEmpty() || !(enough || !journal().reachesBeginning())) return;

            var first = journal().startAfter(kept.getLast());
            if (first.isPresent()) journal().dropBefore(first.get());
        } catch (IOException error) {
            LOG.warn("cannot delete what is no longer needed: {}", FailureReason.of(error));
        }
    }

    /** Closes everything in good order. */
    void close() throws IOException {
        try {
            peerMarks.close();
            journal().close();
        } finally {
            DirectoryLock.release(locks);
        }
    }

    /** Lets go of everything as it is. */
    void abandon() {
        peerMarks.close();
        journal().abandon();
        DirectoryLock.release(locks);
    }
}
