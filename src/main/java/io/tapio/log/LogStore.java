package io.tapio.log;

import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's directories, locked, checked and open: its identity, its journal, its snapshots.
 *
 * <p>Belongs to the disk's thread; only {@link #writeSnapshot} runs on another one.
 */
final class LogStore {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final String DIRECTORY = "tapio-1";
    private static final Pattern SEGMENT = Pattern.compile("journal-\\d{20}\\.seg");
    private static final Pattern DRAFT =
            Pattern.compile("(journal-next|identity|durable-mark|snapshot-.*)\\.tmp");

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

    private final LogSettings settings;
    private final Storage storage;
    private final List<DirectoryLock> locks;
    private final UUID id;
    private final Snapshots snapshots;
    private final JournalOpening.Opened opened;
    private final boolean firstStart;

    private LogStore(
            LogSettings settings,
            Storage storage,
            List<DirectoryLock> locks,
            Identity identity,
            JournalOpening.Opened opened,
            boolean firstStart) {
        this.settings = settings;
        this.storage = storage;
        this.locks = locks;
        this.id = identity.journal();
        this.snapshots = new Snapshots(storage, snapshotDirectory(settings), id);
        this.opened = opened;
        this.firstStart = firstStart;
    }

    /** Opens the directories; makes them at the first start. */
    static LogStore open(LogSettings settings, Storage storage) throws IOException {
        List<DirectoryLock> locks = new ArrayList<>();
        try {
            for (Path directory : directories(settings)) {
                storage.createDirectories(directory);
                locks.add(DirectoryLock.take(directory));
            }
            for (Path directory : directories(settings)) tidy(storage, directory);
            return open(settings, storage, locks);
        } catch (IOException | RuntimeException failure) {
            release(locks);
            throw failure;
        }
    }

    private static LogStore open(LogSettings settings, Storage storage, List<DirectoryLock> locks)
            throws IOException {
        Path identityFile = snapshotDirectory(settings).resolve(Identity.FILE_NAME);
        Optional<Identity> known = Identity.read(storage, identityFile);
        Identity identity =
                known.isPresent() ? known.get() : begin(settings, storage, identityFile);
        if (known.isPresent()) {
            identity = checkMember(identity, settings, storage, identityFile);
        }
        List<Path> segments = segments(storage, settings);
        if (segments.isEmpty()) {
            throw new DamagedLog(
                    journalDirectory(settings), "the journal is gone, though there was one");
        }
        var opening =
                new JournalOpening(
                        settings, storage, journalDirectory(settings), identity.journal());
        var store =
                new LogStore(
                        settings,
                        storage,
                        locks,
                        identity,
                        opening.open(segments),
                        known.isEmpty());
        store.settlePending();
        return store;
    }

    /** First start. The identity comes last: until it is there, all may be begun anew. */
    private static Identity begin(LogSettings settings, Storage storage, Path identityFile)
            throws IOException {
        List<Path> segments = segments(storage, settings);
        boolean snapshots =
                storage.list(snapshotDirectory(settings)).stream().anyMatch(Snapshots::isSnapshot);
        if (snapshots || segments.size() > 1 || !areEmpty(storage, segments)) {
            throw new DamagedLog(
                    identityFile, "is missing, though there are a journal or snapshots");
        }
        for (Path segment : segments) storage.delete(segment);
        var identity = new Identity(UUID.randomUUID(), settings.member());
        new JournalOpening(settings, storage, journalDirectory(settings), identity.journal())
                .create();
        identity.write(storage, identityFile);
        LOG.info(
                "first start member={} journal={} in {}",
                settings.member(),
                identity.journal(),
                journalDirectory(settings));
        return identity;
    }

    private static boolean areEmpty(Storage storage, List<Path> segments) throws IOException {
        for (Path segment : segments) {
            try (StoredFile file = storage.open(segment)) {
                long from = Math.min(file.size(), SegmentHeader.BYTES);
                for (byte each : file.bytes(from, Math.toIntExact(file.size() - from))) {
                    if (each != 0) return false;
                }
            }
        }
        return true;
    }

    /** A lone server has the number 0, and may become a member of an ensemble later. */
    private static Identity checkMember(
            Identity identity, LogSettings settings, Storage storage, Path file)
            throws IOException {
        if (identity.member().equals(settings.member()) || settings.member().value() == 0) {
            return identity;
        }
        if (identity.member().value() != 0) {
            throw new DamagedLog(
                    file,
                    "this directory belongs to member %s, but this is member %s"
                            .formatted(identity.member(), settings.member()));
        }
        var renamed = new Identity(identity.journal(), settings.member());
        renamed.write(storage, file);
        return renamed;
    }

    /** Removes what an interrupted write left behind, and names what is not ours. */
    private static void tidy(Storage storage, Path directory) throws IOException {
        List<Path> foreign = new ArrayList<>();
        for (Path file : storage.list(directory)) {
            String name = file.getFileName().toString();
            if (DRAFT.matcher(name).matches()) {
                storage.delete(file);
            } else if (!isOurs(file, name)) {
                foreign.add(file.getFileName());
            }
        }
        if (!foreign.isEmpty()) LOG.info("ignoring foreign files in {}: {}", directory, foreign);
    }

    private static boolean isOurs(Path file, String name) {
        return switch (name) {
            case Identity.FILE_NAME, DirectoryLock.FILE_NAME, DurableMark.FILE_NAME -> true;
            default -> SEGMENT.matcher(name).matches() || Snapshots.isSnapshot(file);
        };
    }

    private static List<Path> segments(Storage storage, LogSettings settings) throws IOException {
        return storage.list(journalDirectory(settings)).stream()
                .filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
                .toList();
    }

    private static List<Path> directories(LogSettings settings) {
        Path first = snapshotDirectory(settings).toAbsolutePath().normalize();
        Path second = journalDirectory(settings).toAbsolutePath().normalize();
        return first.equals(second) ? List.of(first) : List.of(first, second);
    }

    private static Path snapshotDirectory(LogSettings settings) {
        return settings.dataDir().resolve(DIRECTORY);
    }

    private static Path journalDirectory(LogSettings settings) {
        return settings.dataLogDir().resolve(DIRECTORY);
    }

    /** An installation that was interrupted is finished if the journal knows of it. */
    private void settlePending() throws IOException {
        for (Zxid at : snapshots.pending()) {
            boolean known =
                    journal().segments().stream()
                            .map(Journal.Segment::header)
                            .anyMatch(each -> each.replaces() && each.before().last().equals(at));
            if (known) {
                snapshots.promote(at);
            } else {
                snapshots.delete(at, Snapshots.Standing.PENDING);
            }
        }
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

    /** The newest snapshot that is whole; empty if the journal is to be replayed from nothing. */
    Optional<Chosen> newestSnapshot() throws IOException {
        List<Zxid> taken = snapshots.taken();
        for (Zxid at : taken) {
            Optional<Chosen> chosen = journal().startAfter(at).flatMap(choose(at));
            if (chosen.isPresent()) return chosen;
        }
        if (!journal().reachesBeginning()) {
            throw new DamagedLog(
                    snapshotDirectory(settings),
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
            } catch (IOException | DamagedLog unreadable) {
                LOG.warn("snapshot not readable, trying an older one", unreadable);
                return Optional.empty();
            }
        };
    }

    /** The facts from number {@code from}, with which a segment begins, up to {@code to}. */
    JournalReplay replay(long from, long to) {
        List<Journal.Segment> wanted =
                journal().segments().stream()
                        .filter(each -> each.header().firstSequence() >= from)
                        .toList();
        if (wanted.isEmpty() || wanted.getFirst().header().firstSequence() != from) {
            throw new DamagedLog(journalDirectory(settings), "no segment begins with fact " + from);
        }
        return new JournalReplay(storage, new RecordFormat(id), wanted, to);
    }

    /** Writes a snapshot; to be called on a thread that may wait. */
    Snapshots.Written writeSnapshot(SnapshotFeed feed, Snapshots.Standing standing)
            throws IOException {
        return snapshots.write(feed, standing);
    }

    /** The pending snapshot at {@code at} replaces all there was. False if there is no room. */
    boolean install(Zxid at) throws IOException {
        if (!journal().replaceBy(at)) {
            snapshots.delete(at, Snapshots.Standing.PENDING);
            return false;
        }
        snapshots.promote(at);
        return true;
    }

    /** Keeps the newest snapshots and the segments they need, and deletes what is older. */
    void purge() {
        try {
            List<Zxid> kept = new ArrayList<>();
            for (Zxid at : snapshots.taken()) {
                boolean useful = journal().startAfter(at).isPresent();
                if (useful && kept.size() < settings.retainSnapshots()) {
                    kept.add(at);
                } else {
                    snapshots.delete(at, Snapshots.Standing.TAKEN);
                }
            }
            // With few snapshots the whole journal stays: it is the last thing to fall back on.
            boolean enough = kept.size() >= settings.retainSnapshots();
            if (kept.isEmpty() || !(enough || !journal().reachesBeginning())) return;

            var first = journal().startAfter(kept.getLast());
            if (first.isPresent()) journal().dropBefore(first.get());
        } catch (IOException error) {
            LOG.warn("cannot delete what is no longer needed", error);
        }
    }

    /** Closes everything in good order. */
    void close() throws IOException {
        try {
            journal().close();
        } finally {
            release(locks);
        }
    }

    /** Lets go of everything as it is. */
    void abandon() {
        journal().abandon();
        release(locks);
    }

    private static void release(List<DirectoryLock> locks) {
        for (DirectoryLock lock : locks) {
            try {
                lock.close();
            } catch (IOException error) {
                LOG.warn("cannot release a lock", error);
            }
        }
        locks.clear();
    }
}
