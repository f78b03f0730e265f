package io.tapio.log;

import io.tapio.model.Zxid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the log of a member that others can make whole again: what is damaged is set aside, what is
 * provably good is kept, and the member knows that its disk may lack something.
 *
 * <p>What belongs to another member, or to a later version, is not damage, and is refused.
 */
final class Healing {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.log");
    private static final int READ_BYTES = 1 << 20;

    private final LogDirectories directories;
    private final List<Closeable> locks;
    private final Storage storage;
    private final Quarantine quarantine;
    private final List<String> findings = new ArrayList<>();
    private int acceptedEpoch; // known from a journal that is gone
    private UUID cluster = History.NO_CLUSTER;

    private Healing(LogDirectories directories, List<Closeable> locks) {
        this.directories = directories;
        this.locks = locks;
        this.storage = directories.storage();
        this.quarantine = new Quarantine(directories);
    }

    static LogStore open(LogDirectories directories, List<Closeable> locks) throws IOException {
        return new Healing(directories, locks).open();
    }

    private LogStore open() throws IOException {
        try {
            return verified();
        } catch (DamagedLog | IOException damaged) {
            setAside(finding(damaged), false);
        }
        try {
            return verified();
        } catch (DamagedLog | IOException damaged) {
            setAside(finding(damaged), true);
        }
        return verified();
    }

    /** What is wrong with the files; throws what is wrong otherwise. */
    private String finding(Exception failure) throws IOException {
        if (failure instanceof DamagedLog damaged) {
            if (damaged.isNotOurs()) throw damaged;
            return damaged.finding();
        }
        var error = (IOException) failure;
        boolean refused = error instanceof FileSystemException || Storage.isFull(error);
        Optional<String> unreadable = refused ? Optional.empty() : unreadable();
        if (unreadable.isEmpty()) throw error;

        return unreadable.get();
    }

    /** The first file that cannot be read, though it is there. */
    private Optional<String> unreadable() throws IOException {
        for (Path each : directories.files()) {
            try (StoredFile file = storage.read(each)) {
                for (long at = 0; at < file.size(); at += READ_BYTES) {
                    file.bytes(at, (int) Math.min(READ_BYTES, file.size() - at));
                }
            } catch (IOException error) {
                return Optional.of(each + " cannot be read: " + FailureReason.of(error));
            }
        }
        return Optional.empty();
    }

    /** Opens the log and reads all that recovery will read. */
    private LogStore verified() throws IOException {
        LogStore store = LogStore.openLocked(directories, locks, findings);
        try {
            settle(store);
            for (Zxid damaged : store.verify()) {
                Path file = store.snapshots().file(damaged, Snapshots.Standing.TAKEN);
                findings.add("a damaged snapshot is now " + quarantine.take(file));
            }
            if (quarantine.isBegun()) quarantine.end();
            return store;
        } catch (IOException | RuntimeException failure) {
            store.journal().abandon();
            throw failure;
        }
    }

    /** The journal itself says that its disk may lack something. */
    private void settle(LogStore store) throws IOException {
        if (!quarantine.isBegun()) return;
        if (findings.isEmpty()) findings.add("an earlier start found damage and was interrupted");

        Journal journal = store.journal();
        History history = journal.history();
        if (acceptedEpoch > history.acceptedEpoch()) {
            append(journal, new JournalFact.EpochAccepted(acceptedEpoch));
        }
        boolean forgotten = history.cluster().equals(History.NO_CLUSTER);
        if (forgotten && !cluster.equals(History.NO_CLUSTER)) {
            append(journal, new JournalFact.EpochEstablished(history.establishedEpoch(), cluster));
        }
        append(journal, new JournalFact.DiskDoubted());
    }

    private static void append(Journal journal, JournalFact fact) throws IOException {
        journal.append(journal.sequence() + 1, fact);
    }

    /** Moves away what is not provably good; all there is, if that did not help. */
    private void setAside(String finding, boolean all) throws IOException {
        LOG.error("damage found, to be made good by the other members: {}", finding);
        findings.add(finding);
        Optional<DirectoryIdentity> identity = identity();
        if (identity.isEmpty()) {
            quarantine.begin(finding);
            keepNothing();
            return;
        }
        UUID id = identity.get().journal();
        var salvage = new Salvage(directories, id);
        Salvage.Plan plan = all ? new Salvage.Nothing() : salvage.plan();
        acceptedEpoch = Math.max(acceptedEpoch, salvage.acceptedEpoch());
        if (!salvage.cluster().equals(History.NO_CLUSTER)) cluster = salvage.cluster();
        quarantine.begin(finding);
        switch (plan) {
            case Salvage.Nothing nothing -> keepNothing();
            case Salvage.SnapshotOnly(Zxid at) -> keep(id, at, salvage.nextSequence());
            case Salvage.Prefix prefix -> keep(id, prefix);
        }
    }

    /** Whose directories these are, made anew from the segments if need be. */
    private Optional<DirectoryIdentity> identity() throws IOException {
        Path file = directories.identityFile();
        try {
            var known = DirectoryIdentity.read(storage, file);
            if (known.isPresent()) return known;
        } catch (DamagedLog damaged) {
            if (damaged.isNotOurs()) throw damaged;
        } catch (IOException unreadable) {
            LOG.warn("not readable file={}: {}", file, FailureReason.of(unreadable));
        }
        var found = Salvage.identity(directories);
        if (found.isEmpty()) return found;

        directories.checkOurs(found.get());
        quarantine.begin("the identity was damaged or gone");
        quarantine.take(file);
        found.get().write(storage, file);
        return found;
    }

    /** The identity goes first: without it and without a journal this is a first start. */
    private void keepNothing() throws IOException {
        LOG.warn("nothing of the journal is kept");
        quarantine.take(directories.identityFile());
        moveAllBut(Set.of());
    }

    private void keep(UUID id, Zxid snapshot, long sequence) throws IOException {
        LOG.warn("of the journal only a snapshot is kept zxid={}", snapshot);
        moveAllBut(Set.of(snapshotFile(id, snapshot)));
        int epoch = Math.max(acceptedEpoch, snapshot.epoch());
        var before = new History(epoch, 0, snapshot, snapshot, cluster, false);
        int member = directories.settings().member().value();
        directories.opening(id).create(new SegmentHeader(id, member, true, sequence, before, 0));
    }

    private void keep(UUID id, Salvage.Prefix prefix) throws IOException {
        LOG.warn("the journal is kept up to zxid={}", prefix.end().history().last());
        Set<Path> kept = new HashSet<>();
        prefix.whole().forEach(each -> kept.add(each.path()));
        if (!prefix.snapshot().equals(Zxid.NONE)) kept.add(snapshotFile(id, prefix.snapshot()));
        moveAllBut(kept);
        Path damaged = quarantine.take(prefix.last().path());
        directories.opening(id).rebuild(prefix.last(), prefix.end().position(), damaged);
    }

    private Path snapshotFile(UUID id, Zxid at) {
        return new Snapshots(storage, directories.snapshots(), id)
                .file(at, Snapshots.Standing.TAKEN);
    }

    private void moveAllBut(Set<Path> kept) throws IOException {
        for (Path each : directories.files()) {
            if (!kept.contains(each) && !each.equals(directories.identityFile())) {
                quarantine.take(each);
            }
        }
    }
}
