package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member among others starts whatever befell its disk, and never claims more than it has. */
class HealingTest {
    private static final UUID CLUSTER = new UUID(11, 22);
    private static final int ACCEPTED = 4;

    @TempDir Path directory;
    private final List<JournalFact> facts = new ArrayList<>();
    private final List<Zxid> snapshots = new ArrayList<>();
    private StoreRig rig;
    private History before;
    private Path copy;

    /** Three segments, a snapshot before the second and the third, entries behind them. */
    @BeforeEach
    void open(@TempDir Path elsewhere) throws IOException {
        copy = elsewhere;
        rig = new StoreRig(directory);
        rig.heals();
        add(new JournalFact.EpochAccepted(1));
        add(new JournalFact.EpochEstablished(1, CLUSTER));
        for (int i = 0; i < 2; i++) {
            facts.add(rig.append(12));
            facts.add(rig.append(3));
            snapshot();
        }
        add(new JournalFact.EpochAccepted(ACCEPTED));
        for (int i = 0; i < 5; i++) facts.add(rig.append(2));
        before = rig.journal().history();
        rig.store.abandon();
        save();
    }

    @AfterEach
    void close() {
        rig.store.abandon();
    }

    private void add(JournalFact fact) throws IOException {
        facts.add(rig.append(fact));
    }

    private void snapshot() throws IOException {
        var feed = new SnapshotFeed(rig.journal().history().last());
        feed.add(new byte[200], 200);
        feed.end(new DigestMark(feed.at(), 0));
        rig.store.writeSnapshot(feed, Snapshots.Standing.TAKEN);
        snapshots.add(feed.at());
        rig.roll();
    }

    private void save() throws IOException {
        for (Path each : files()) Files.copy(each, copy.resolve(each.getFileName()));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(rig.directory())) {
            return all.filter(Files::isRegularFile)
                    .filter(each -> !each.endsWith(DirectoryLock.FILE_NAME))
                    .sorted()
                    .toList();
        }
    }

    private void restore() throws IOException {
        rig.store.abandon();
        for (Path each : files()) Files.delete(each);
        for (Path each : quarantined()) Files.delete(each);
        try (var all = Files.list(copy)) {
            for (Path each : all.toList()) {
                Files.copy(each, rig.directory().resolve(each.getFileName()));
            }
        }
    }

    private Path segment(int number) throws IOException {
        return files().stream().filter(FaultyStorage.segments()).toList().get(number);
    }

    private Path snapshotFile(Zxid at) {
        return rig.directory().resolve("snapshot-%016x.snap".formatted(at.value()));
    }

    /** Starts, and checks that the member is right about itself. */
    private List<String> start() throws IOException {
        rig.reopen();
        List<String> findings = rig.store.findings();
        History now = rig.journal().history();
        assertThat(now.last().isAfter(before.last())).isFalse();
        assertThat(now.committed().isAfter(before.last())).isFalse();
        if (findings.isEmpty()) {
            assertThat(now).isEqualTo(before);
        } else {
            assertThat(quarantined()).isNotEmpty();
        }
        if (now.proven()) assertThat(now.last()).isEqualTo(before.last());
        checkReplay();
        return findings;
    }

    /** Whatever is replayed is what was once written, in order, after the snapshot. */
    private void checkReplay() throws IOException {
        var chosen = rig.store.newestSnapshot();
        Zxid last = chosen.map(LogStore.Chosen::at).orElse(Zxid.NONE);
        long from = chosen.map(LogStore.Chosen::sequence).orElse(0L) + 1;
        if (from > rig.journal().sequence()) return;
        try (JournalReplay replay = rig.store.replay(from, rig.journal().sequence())) {
            for (var next = replay.next(); next != null; next = replay.next()) {
                if (!(next.fact() instanceof JournalFact.EntriesAppended appended)) continue;
                assertThat(facts).contains(appended);
                last = History.max(last, appended.entries().last());
            }
        }
        assertThat(last).isEqualTo(rig.journal().history().last());
    }

    /** Still doubtful after a restart; all is well when others have brought it up to date. */
    private void checkRecovers() throws IOException {
        rig.reopen();
        assertThat(rig.store.findings()).isEmpty();
        assertThat(rig.journal().history().proven()).isFalse();
        int accepted = rig.journal().history().acceptedEpoch();
        rig.append(new JournalFact.EpochAccepted(Math.max(accepted, 9)));
        rig.append(Facts.appended(9, 1, 3, 50, rig.random));
        rig.append(new JournalFact.EpochEstablished(9, CLUSTER));
        rig.roll();
        rig.reopen();
        assertThat(rig.store.findings()).isEmpty();
        assertThat(rig.journal().history().proven()).isTrue();
    }

    private List<Path> quarantined() throws IOException {
        Path place = rig.directory().resolve(Quarantine.DIRECTORY);
        if (!Files.exists(place)) return List.of();
        try (var all = Files.walk(place)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private void assertHealed() throws IOException {
        assertThat(start()).isNotEmpty();
        assertThat(rig.journal().history().proven()).isFalse();
        assertThat(rig.journal().history().acceptedEpoch()).isEqualTo(ACCEPTED);
        assertThat(rig.journal().history().cluster()).isEqualTo(CLUSTER);
        assertThat(rig.store.isFirstStart()).isFalse();
        assertThat(rig.directory().resolve(Quarantine.BEGUN)).doesNotExist();
        checkRecovers();
    }

    @Test
    void withoutDamageNothingIsSetAside() throws IOException {
        assertThat(start()).isEmpty();
        assertThat(quarantined()).isEmpty();
        assertThat(rig.journal().history().proven()).isTrue();
    }

    @Test
    @Fault({"F21", "F22", "F25"})
    void anyFlippedBitLeavesAPrefixThatIsNotTakenForTheWhole() throws IOException {
        int healed = 0;
        for (Path each : files()) {
            long used = StoreRig.used(each) + 40;
            long step = each.toString().endsWith(".seg") ? 97 : 13;
            for (long at = 0; at < Math.min(used, Files.size(each)); at += step) {
                StoreRig.flip(each, at, (int) (at % 8));
                if (!start().isEmpty()) healed++;
                restore();
            }
        }
        assertThat(healed).isGreaterThan(50);
    }

    @Test
    void damageInWhatTheNewestSnapshotCoversCostsNothingButTheProof() throws IOException {
        StoreRig.flip(segment(0), 70, 1);

        assertHealed();
    }

    @Test
    @Fault("F22")
    void damageInTheLastSegmentLeavesWhatIsBeforeIt() throws IOException {
        Path last = segment(2);
        StoreRig.flip(last, StoreRig.used(last) - 20, 1);

        assertThat(start()).hasSize(1).first().asString().contains(last + " at byte");
        assertThat(rig.journal().history().last().counter()).isEqualTo(before.last().counter() - 2);
        restore();
        StoreRig.flip(last, StoreRig.used(last) - 20, 1);
        assertHealed();
    }

    @Test
    @Fault("F23")
    void aTailThatReadsAsZerosIsMissed() throws IOException {
        Path last = segment(2);
        StoreRig.zero(last, 1024, StoreRig.used(last));

        assertHealed();
    }

    @Test
    @Fault({"F26", "F27"})
    void aBlockThatIsOldOrMisplacedIsFound() throws IOException {
        Path last = segment(2);
        byte[] bytes = Files.readAllBytes(last);
        byte[] misplaced = bytes.clone();
        System.arraycopy(bytes, 512, misplaced, 1024, 512);
        Files.write(last, misplaced);
        assertHealed();

        restore();
        byte[] old = bytes.clone();
        Arrays.fill(old, 1024, 1536, (byte) 0);
        Files.write(last, old);
        assertHealed();
    }

    @Test
    void aSegmentThatTheSnapshotsDoNotNeedIsNotMissed() throws IOException {
        Files.delete(segment(0));

        assertThat(start()).isEmpty();
    }

    @Test
    @Fault("F24")
    void anySegmentMayBeMissing() throws IOException {
        Files.delete(segment(1));
        assertHealed();
        assertThat(quarantined()).isNotEmpty();

        restore();
        Files.delete(segment(2));
        assertThat(start()).hasSize(1);
        assertThat(rig.journal().history().last()).isEqualTo(snapshots.getLast());
        checkRecovers();
    }

    @Test
    @Fault("F24")
    void allSegmentsMayBeMissing() throws IOException {
        for (int number = 0; number < 3; number++) Files.delete(segment(0));

        assertThat(start()).hasSize(1);
        assertThat(rig.journal().history().last()).isEqualTo(snapshots.getLast());
        checkRecovers();
    }

    @Test
    @Fault("F24")
    void aSegmentUnderASecondNameIsSetAside() throws IOException {
        Path twice = rig.directory().resolve("journal-00000000000000000099.seg");
        Files.copy(segment(1), twice);

        assertHealed();
        assertThat(twice).doesNotExist();
    }

    @Test
    @Fault("F25")
    void withoutItsMarkTheJournalIsKeptButNotTakenForTheWhole() throws IOException {
        Files.delete(rig.directory().resolve(DurableMark.FILE_NAME));

        assertThat(start()).hasSize(1);
        assertThat(rig.journal().history().last()).isEqualTo(before.last());
        checkRecovers();
    }

    @Test
    @Fault("F25")
    void anIdentityIsMadeAnewFromTheJournal() throws IOException {
        Path identity = rig.directory().resolve(DirectoryIdentity.FILE_NAME);
        byte[] whole = Files.readAllBytes(identity);
        StoreRig.flip(identity, 10, 3);
        assertHealed();
        assertThat(identity).hasBinaryContent(whole);

        restore();
        Files.delete(identity);
        assertHealed();
        assertThat(identity).hasBinaryContent(whole);
    }

    @Test
    @Fault("F25")
    void aDamagedSnapshotIsSetAsideAndAnOlderOneUsed() throws IOException {
        Path newest = snapshotFile(snapshots.getLast());
        StoreRig.flip(newest, 100, 2);

        assertThat(start()).hasSize(1);
        assertThat(newest).doesNotExist();
        assertThat(rig.journal().history()).isEqualTo(before);
        assertThat(rig.store.newestSnapshot().orElseThrow().at()).isEqualTo(snapshots.getFirst());
    }

    @Test
    void withNoSnapshotAndAJournalThatBeginsLaterTheMemberBeginsAnew() throws IOException {
        for (Zxid at : snapshots) StoreRig.flip(snapshotFile(at), 100, 2);
        Files.delete(segment(0));

        assertHealed();
        assertThat(quarantined()).hasSizeGreaterThan(4);
    }

    @Test
    void whatIsDamagedTwiceIsGivenUp() throws IOException {
        for (Path each : files()) StoreRig.flip(each, 9, 2);

        assertThat(start()).isNotEmpty();
        assertThat(rig.journal().history().proven()).isFalse();
        assertThat(rig.journal().history().last()).isEqualTo(Zxid.NONE);
        checkRecovers();
    }

    @Test
    @Fault("F28")
    void aFileThatCannotBeReadIsDamage() throws IOException {
        for (Path each : files()) {
            if (each.equals(snapshotFile(snapshots.getFirst()))) continue; // nobody reads it
            restore();
            rig.storage.failRead(path -> path.equals(each) && !isQuarantined(each));
            assertThat(start()).as("%s", each).isNotEmpty();
        }
    }

    /** What is written in its place stands elsewhere on the disk. */
    private boolean isQuarantined(Path file) {
        try {
            return quarantined().stream()
                    .anyMatch(each -> each.getFileName().equals(file.getFileName()));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Test
    void anInterruptionAnywhereLeavesAMemberThatDoubtsItself() throws IOException {
        for (int number = 0; number < 4; number++) {
            boolean crashed = true;
            for (int calls = 0; crashed; calls++) {
                restore();
                damage(number);
                rig.storage.crashAfter(calls);
                try {
                    rig.reopen();
                } catch (IOException | RuntimeException crash) {
                    assertThat(crash).hasStackTraceContaining("crashed");
                }
                crashed = rig.storage.hasCrashed();
                rig.storage.goOn();
                rig.reopen();
                checkReplay();
                assertThat(rig.journal().history().proven())
                        .as("damage %d call %d", number, calls)
                        .isFalse();
                checkRecovers();
            }
        }
    }

    private void damage(int kind) throws IOException {
        switch (kind) {
            case 0 -> StoreRig.flip(segment(2), 1100, 3);
            case 1 -> Files.delete(segment(2));
            case 2 -> StoreRig.flip(rig.directory().resolve(DirectoryIdentity.FILE_NAME), 9, 1);
            default -> {
                for (Path each : files()) StoreRig.flip(each, 9, 2);
            }
        }
    }

    @Test
    void whatBelongsToAnotherMemberIsRefusedAndLeftAlone() throws IOException {
        Path identity = rig.directory().resolve(DirectoryIdentity.FILE_NAME);
        var known = DirectoryIdentity.read(rig.storage, identity).orElseThrow();
        new DirectoryIdentity(known.journal(), new ServerId(7)).write(rig.storage, identity);
        assertRefused("belongs to member 7, but this is member 1");

        restore();
        new DirectoryIdentity(new UUID(5, 5), known.member()).write(rig.storage, identity);
        assertRefused("belongs to another member's journal");
    }

    @Test
    void whatALaterVersionWroteIsRefusedAndLeftAlone() throws IOException {
        Path last = segment(2);
        byte[] bytes = Files.readAllBytes(last);
        ByteBuffer.wrap(bytes).putInt(4, 3).putInt(80, 12345);
        Files.write(last, bytes);
        assertRefused("later version");

        restore();
        appendOfUnknownKind(last);
        assertRefused("later version");
    }

    private void appendOfUnknownKind(Path segment) throws IOException {
        rig.reopen();
        UUID id = rig.store.id();
        rig.store.abandon();
        byte[] bytes = Files.readAllBytes(segment);
        SegmentHeader header =
                SegmentHeader.decode(Arrays.copyOf(bytes, SegmentHeader.BYTES)).orElseThrow();
        try (StoredFile file = rig.storage.open(segment)) {
            var cursor = new SegmentCursor(file, header, new RecordFormat(id));
            while (cursor.next() instanceof SegmentCursor.Found) {}
            ByteBuffer record = ByteBuffer.allocateDirect(200);
            new RecordFormat(id)
                    .write(
                            new JournalFact.DiskDoubted(),
                            cursor.sequence() + 1,
                            cursor.position(),
                            cursor.crc(),
                            record);
            byte[] later = new byte[record.remaining()];
            record.get(later);
            ByteBuffer.wrap(later).putInt(28, 77);
            ByteBuffer.wrap(later).putInt(4, SegmentBytes.crc(id, later));
            file.write(ByteBuffer.wrap(later), cursor.position());
        }
    }

    private void assertRefused(String why) throws IOException {
        assertThatThrownBy(rig::reopen).isInstanceOf(DamagedLog.class).hasMessageContaining(why);
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void withoutAPlaceForItTheDamageIsRefused() throws IOException {
        Files.writeString(rig.directory().resolve(Quarantine.DIRECTORY), "in the way");
        StoreRig.flip(segment(2), 1100, 3);

        assertThatThrownBy(rig::reopen).isInstanceOf(UnusableDirectory.class);
    }

    @Test
    void aDiskThatDoesNotTakeWhatIsWrittenIsNotHealed() throws IOException {
        rig.storage.failForce(path -> path.endsWith(DurableMark.FILE_NAME));

        assertThatThrownBy(rig::reopen).hasMessageContaining("Input/output error");
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void aServerThatStandsAloneHealsNothing() throws IOException {
        StoreRig.flip(segment(2), 1100, 3);
        var alone = LogSettings.in(directory, directory, rig.settings.member());

        assertThatThrownBy(() -> LogStore.open(alone, rig.storage)).isInstanceOf(DamagedLog.class);
        assertThat(quarantined()).isEmpty();
    }
}
