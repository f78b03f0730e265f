package io.tapio.log;

import io.tapio.model.ServerId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two directories of a log, which may be one: whose they are, and what lies in them.
 *
 * <p>Everything is below {@code tapio-1}; a format that does not fit there will have another name.
 */
record LogDirectories(LogSettings settings, Storage storage) {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    private static final Pattern SEGMENT = Pattern.compile("journal-\\d{20}\\.seg");
    private static final Pattern DRAFT =
            Pattern.compile("(journal-next|identity|durable-mark|snapshot-.*)\\.tmp");

    /** Where the snapshots are, and the identity. */
    Path snapshots() {
        return below(settings.dataDir());
    }

    /** Where the segments are, and the durable mark. */
    Path journal() {
        return below(settings.dataLogDir());
    }

    /** What is ours of a directory that may hold other things. */
    static Path below(Path directory) {
        return directory.resolve(LogSettings.DIRECTORY).toAbsolutePath().normalize();
    }

    List<Path> all() {
        return snapshots().equals(journal())
                ? List.of(snapshots())
                : List.of(snapshots(), journal());
    }

    /** Makes what is not there and locks it all; the locks come into {@code locks} one by one. */
    void lockAll(List<Closeable> locks) {
        for (Path directory : all()) {
            try {
                storage.createDirectories(directory);
                locks.add(storage.lock(directory));
            } catch (IOException unusable) {
                throw new UnusableDirectory(directory, unusable);
            }
        }
    }

    /** Removes what interrupted writes left behind, and names what is not ours. */
    void tidy() throws IOException {
        for (Path directory : all()) {
            List<Path> foreign = new ArrayList<>();
            for (Path file : storage.list(directory)) {
                String name = file.getFileName().toString();
                if (DRAFT.matcher(name).matches()) {
                    storage.delete(file);
                } else if (!isOurs(file, name)) {
                    foreign.add(file.getFileName());
                }
            }
            if (!foreign.isEmpty())
                LOG.info("ignoring foreign files in {}: {}", directory, foreign);
        }
    }

    private static boolean isOurs(Path file, String name) {
        return switch (name) {
            case DirectoryIdentity.FILE_NAME,
                    DirectoryLock.FILE_NAME,
                    DurableMark.FILE_NAME,
                    PeerMarks.FILE_NAME,
                    Quarantine.DIRECTORY,
                    Quarantine.BEGUN ->
                    true;
            default -> SEGMENT.matcher(name).matches() || Snapshots.isSnapshot(file);
        };
    }

    /** The segments there are, oldest first. */
    List<Path> segments() throws IOException {
        return storage.list(journal()).stream()
                .filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
                .toList();
    }

    /** Whatever holds data or says something about it, except the marks of the others. */
    List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : all()) {
            for (Path file : storage.list(directory)) {
                String name = file.getFileName().toString();
                boolean holds =
                        SEGMENT.matcher(name).matches()
                                || Snapshots.isSnapshot(file)
                                || name.equals(DurableMark.FILE_NAME)
                                || name.equals(DirectoryIdentity.FILE_NAME);
                if (holds) found.add(file);
            }
        }
        return found;
    }

    JournalOpening opening(UUID journal) {
        return new JournalOpening(settings, storage, journal(), journal);
    }

    Path identityFile() {
        return snapshots().resolve(DirectoryIdentity.FILE_NAME);
    }

    boolean isFirstStart() {
        return !storage.exists(identityFile());
    }

    /** Whose directories these are; they become ours if they are nobody's. */
    DirectoryIdentity identity() throws IOException {
        var known = DirectoryIdentity.read(storage, identityFile());
        return known.isPresent() ? checkMember(known.get()) : begin();
    }

    private DirectoryIdentity checkMember(DirectoryIdentity identity) throws IOException {
        ServerId member = settings.member();
        checkOurs(identity);
        if (identity.member().equals(member) || member.value() == 0) return identity;

        var renamed = new DirectoryIdentity(identity.journal(), member);
        renamed.write(storage, identityFile());
        return renamed;
    }

    /** A lone server has the number 0, and may become a member of an ensemble later. */
    void checkOurs(DirectoryIdentity identity) {
        ServerId member = settings.member();
        boolean ours = identity.member().equals(member);
        if (ours || member.value() == 0 || identity.member().value() == 0) return;

        throw DamagedLog.notOurs(
                identityFile(),
                "this directory belongs to member %s, but this is member %s"
                        .formatted(identity.member(), member));
    }

    /** First start. The identity comes last: until it is there, all may be begun anew. */
    private DirectoryIdentity begin() throws IOException {
        List<Path> segments = segments();
        boolean snapshots = storage.list(snapshots()).stream().anyMatch(Snapshots::isSnapshot);
        if (snapshots || segments.size() > 1 || !areEmpty(segments)) {
            throw new DamagedLog(
                    identityFile(), "is missing, though there are a journal or snapshots");
        }
        for (Path segment : segments) storage.delete(segment);
        var identity = new DirectoryIdentity(storage.newId(), settings.member());
        opening(identity.journal()).create();
        identity.write(storage, identityFile());
        LOG.info("first start member={} directories={}", settings.member(), all());
        return identity;
    }

    private boolean areEmpty(List<Path> segments) throws IOException {
        for (Path segment : segments) {
            try (StoredFile file = storage.read(segment)) {
                long from = Math.min(file.size(), SegmentHeader.BYTES);
                for (byte each : file.bytes(from, Math.toIntExact(file.size() - from))) {
                    if (each != 0) return false;
                }
            }
        }
        return true;
    }
}
