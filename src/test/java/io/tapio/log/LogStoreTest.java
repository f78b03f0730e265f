package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found at a start is either all there was, or refused with a reason. */
class LogStoreTest {
    @TempDir Path directory;
    private StoreRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
    }

    @AfterEach
    void close() {
        rig.store.abandon();
    }

    private DamagedLog refused() {
        rig.store.abandon();
        var thrown = new DamagedLog[1];
        assertThatThrownBy(() -> rig.reopen())
                .isInstanceOfSatisfying(DamagedLog.class, damaged -> thrown[0] = damaged);
        return thrown[0];
    }

    @Test
    void factsComeBackInOrderOverAllSegments() throws IOException {
        List<JournalFact> facts = new ArrayList<>();
        facts.add(rig.append(new JournalFact.EpochAccepted(1)));
        facts.add(rig.append(new JournalFact.EpochEstablished(1, new UUID(5, 6))));
        for (int i = 1; i < 10; i++) {
            facts.add(rig.append(i));
            if (i % 3 == 0) rig.roll();
        }
        facts.add(rig.append(new JournalFact.TailTruncated(Facts.zxid(1, 40))));
        facts.add(rig.append(Facts.appended(2, 1, 5, 10, rig.random)));
        History before = rig.journal().history();

        rig.reopen();

        assertThat(rig.segments()).hasSize(4);
        assertThat(rig.replayed()).isEqualTo(facts);
        assertThat(rig.journal().history()).isEqualTo(before);
        assertThat(rig.store.opened().closedCleanly()).isFalse();
        assertThat(rig.store.isFirstStart()).isFalse();
    }

    @Test
    void aCleanCloseLeavesAFooterThatTheNextAppendTakesAway() throws IOException {
        List<JournalFact> facts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            facts.add(rig.append(2));
            rig.closeAndReopen();
            assertThat(rig.store.opened().closedCleanly()).isTrue();
            facts.add(rig.append(1));
            rig.reopen();
            assertThat(rig.store.opened().closedCleanly()).isFalse();
        }

        assertThat(rig.replayed()).isEqualTo(facts);
        assertThat(rig.segments()).hasSize(1);
    }

    @Test
    @Fault("F20")
    void anUnfinishedRecordIsCutAndItsPlaceUsedAgain() throws IOException {
        List<JournalFact> facts = new ArrayList<>();
        facts.add(rig.append(1));
        long end = StoreRig.used(rig.segments().getFirst());
        rig.store.abandon();
        byte[] mark = Files.readAllBytes(rig.directory().resolve(DurableMark.FILE_NAME));
        rig.reopen();
        rig.append(Facts.appended(1, 2, 30, 100, rig.random));
        rig.store.abandon();
        Files.write(rig.directory().resolve(DurableMark.FILE_NAME), mark);
        StoreRig.zero(rig.segments().getFirst(), 1024, 1536);

        rig.reopen();

        assertThat(rig.store.opened().cutBytes()).isGreaterThan(2000);
        assertThat(StoreRig.used(rig.segments().getFirst())).isEqualTo(end);
        assertThat(rig.replayed()).isEqualTo(facts);
        facts.add(rig.append(1));
        rig.reopen();
        assertThat(rig.store.opened().cutBytes()).isZero();
        assertThat(rig.replayed()).isEqualTo(facts);
    }

    @Test
    @Fault("F23")
    void aLostTailIsNoticedThanksToTheMark() throws IOException {
        for (int i = 0; i < 50; i++) rig.append(1);
        Path segment = rig.segments().getFirst();
        long end = StoreRig.used(segment);
        StoreRig.zero(segment, end / 4096 * 4096, end);

        DamagedLog refused = refused();

        assertThat(refused.file()).isEqualTo(segment);
        assertThat(refused.offset()).isLessThanOrEqualTo(end / 4096 * 4096);
        assertThat(refused).hasMessageContaining("was durable");
    }

    @Test
    void everyFlippedBitInADurableRecordIsRefusedByFileAndOffset() throws IOException {
        rig.append(2);
        rig.append(2);
        Path segment = rig.segments().getFirst();
        rig.store.abandon();
        long begin = SegmentHeader.BYTES;
        long length = (StoreRig.used(segment) - begin) / 2;
        for (long at = begin; at < begin + 2 * length; at += 7) {
            StoreRig.flip(segment, at, (int) at % 8);

            DamagedLog refused = refused();

            assertThat(refused.file()).isEqualTo(segment);
            assertThat(refused.offset()).isEqualTo(begin + (at - begin) / length * length);
            assertThat(refused).hasMessageContaining(segment + " at byte " + refused.offset());
            StoreRig.flip(segment, at, (int) at % 8);
        }
        rig.reopen();
        assertThat(rig.replayed()).hasSize(2);
    }

    @Test
    void everyFlippedBitInTheHeaderOrFooterOfASegmentIsRefused() throws IOException {
        rig.append(1);
        rig.roll();
        rig.append(1);
        Path segment = rig.segments().getFirst();
        rig.store.abandon();
        long footer = Files.size(segment) - RecordFormat.FOOTER_BYTES;
        for (long at = 0; at < SegmentHeader.BYTES; at += 3) assertFlipIsRefused(segment, at);
        for (long at = footer; at < Files.size(segment); at++) assertFlipIsRefused(segment, at);
    }

    private void assertFlipIsRefused(Path file, long at) throws IOException {
        StoreRig.flip(file, at, (int) at % 8);
        assertThat(refused().getMessage()).as("byte %d", at).contains(file.toString());
        StoreRig.flip(file, at, (int) at % 8);
    }

    @Test
    @Fault("F21")
    void aFlippedBitInASealedSegmentIsFoundWhenItIsReplayed() throws IOException {
        rig.append(1);
        rig.roll();
        rig.append(1);
        Path segment = rig.segments().getFirst();
        StoreRig.flip(segment, 600, 3);

        rig.reopen();

        assertThatThrownBy(rig::replayed)
                .isInstanceOf(DamagedLog.class)
                .hasMessageContaining(segment + " at byte " + SegmentHeader.BYTES);
    }

    @Test
    @Fault("F24")
    void aMissingSegmentIsRefused() throws IOException {
        for (int i = 0; i < 3; i++) {
            rig.append(1);
            rig.roll();
        }
        Files.delete(rig.segments().get(1));

        assertThat(refused()).hasMessageContaining("one is missing");
    }

    @Test
    @Fault("F24")
    void aMissingLastSegmentIsRefused() throws IOException {
        rig.append(1);
        rig.roll();
        rig.append(1);
        Files.delete(rig.segments().get(1));

        assertThat(refused()).hasMessageContaining("was set back");
    }

    @Test
    @Fault("F24")
    void aSegmentUnderAnotherNameIsRefused() throws IOException {
        rig.append(1);
        Path segment = rig.segments().getFirst();
        Files.copy(segment, segment.resolveSibling("journal-00000000000000000002.seg"));

        assertThat(refused()).hasMessageContaining("was made as journal-00000000000000000001.seg");
    }

    @Test
    void aSegmentOfAnotherJournalIsRefused(@TempDir Path elsewhere) throws IOException {
        var other = new StoreRig(elsewhere);
        other.append(1);
        rig.append(1);
        other.store.abandon();
        Path segment = rig.segments().getFirst();
        Files.delete(segment);
        Files.copy(other.segments().getFirst(), segment);

        assertThat(refused()).hasMessageContaining("belongs to another member's journal");
    }

    @Test
    void aJournalThatIsGoneIsRefused() throws IOException {
        rig.append(1);
        Files.delete(rig.segments().getFirst());

        assertThat(refused()).hasMessageContaining("is gone");
    }

    @Test
    void aMissingIdentityIsRefusedIfThereIsAJournal() throws IOException {
        rig.append(1);
        Files.delete(rig.directory().resolve(DirectoryIdentity.FILE_NAME));

        assertThat(refused()).hasMessageContaining("identity").hasMessageContaining("is missing");
    }

    @Test
    void everyFlippedBitInTheIdentityIsRefused() throws IOException {
        Path identity = rig.directory().resolve(DirectoryIdentity.FILE_NAME);
        for (long at = 0; at < Files.size(identity); at++) assertFlipIsRefused(identity, at);
    }

    @Test
    void aFirstStartThatWasInterruptedIsBegunAnew() throws IOException {
        Files.delete(rig.directory().resolve(DirectoryIdentity.FILE_NAME));

        rig.reopen();

        assertThat(rig.store.isFirstStart()).isTrue();
        assertThat(rig.journal().sequence()).isZero();
    }

    @Test
    @Fault("F25")
    void theMarkOutlivesTheLossOfOneOfItsTwoSlots() throws IOException {
        for (int i = 0; i < 5; i++) rig.append(1);
        Path mark = rig.directory().resolve(DurableMark.FILE_NAME);
        rig.store.abandon();
        byte[] whole = Files.readAllBytes(mark);
        for (int slot = 0; slot < 2; slot++) {
            Files.write(mark, whole);
            StoreRig.zero(mark, slot * 4096L, slot * 4096L + 4096);

            rig.reopen();

            assertThat(rig.replayed()).hasSize(5);
            rig.store.abandon();
        }
    }

    @Test
    void withoutAMarkOnlyAJournalThatWasClosedIsTrusted() throws IOException {
        Path mark = rig.directory().resolve(DurableMark.FILE_NAME);
        rig.append(1);
        rig.store.close();
        Files.delete(mark);
        rig.reopen();
        assertThat(rig.replayed()).hasSize(1);
        rig.append(1);
        rig.store.abandon();
        Files.delete(mark);

        assertThat(refused()).hasMessageContaining("durable-mark");
    }

    @Test
    void aMemberDoesNotTakeAnothersDirectory() throws IOException {
        rig.store.abandon();
        var settings = LogSettings.in(directory, directory, new ServerId(2));

        assertThatThrownBy(() -> LogStore.open(settings, rig.storage))
                .isInstanceOf(DamagedLog.class)
                .hasMessageContaining("belongs to member 1, but this is member 2");
    }

    @Test
    @Fault({"F15", "F41"})
    void foreignFilesAreLeftAloneAndDraftsRemoved() throws IOException {
        Path foreign = rig.directory().resolve("journal-1.seg");
        Path draft = rig.directory().resolve("snapshot-0000000000000007.snap.tmp");
        Files.writeString(foreign, "mine");
        Files.writeString(draft, "half");

        rig.reopen();

        assertThat(foreign).hasContent("mine");
        assertThat(draft).doesNotExist();
    }

    @Test
    @Fault("F28")
    void anUnreadableSegmentIsRefusedByName() throws IOException {
        rig.append(1);
        Path segment = rig.segments().getFirst();
        rig.storage.failRead(FaultyStorage.segments());

        assertThatThrownBy(rig::reopen).hasMessageContaining("Input/output error");
        rig.storage.failRead(path -> false);
        rig.reopen();
        assertThat(rig.segments()).containsExactly(segment);
    }

    @Test
    void theJournalMayLiveApartFromTheSnapshots(@TempDir Path data, @TempDir Path log)
            throws IOException {
        var apart = new StoreRig(data, log);
        apart.append(3);

        apart.reopen();

        assertThat(apart.replayed()).hasSize(1);
        assertThat(log.resolve("tapio-1/journal-00000000000000000001.seg")).exists();
        assertThat(data.resolve("tapio-1/identity")).exists();
        apart.store.abandon();
    }

    @Test
    void anInstallationThatTheJournalKnowsOfIsFinished() throws IOException {
        rig.append(5);
        pendingSnapshot(Facts.zxid(7, 3));
        rig.journal().replaceBy(Facts.zxid(7, 3));

        rig.reopen();

        assertThat(rig.store.newestSnapshot())
                .hasValueSatisfying(
                        chosen -> {
                            assertThat(chosen.at()).isEqualTo(Facts.zxid(7, 3));
                            assertThat(chosen.sequence()).isEqualTo(1);
                        });
        assertThat(rig.journal().history().last()).isEqualTo(Facts.zxid(7, 3));
    }

    @Test
    void anInstallationThatTheJournalDoesNotKnowOfNeverWas() throws IOException {
        rig.append(5);
        Path pending = pendingSnapshot(Facts.zxid(7, 3));

        rig.reopen();

        assertThat(pending).doesNotExist();
        assertThat(rig.store.newestSnapshot()).isEmpty();
        assertThat(rig.replayed()).hasSize(1);
    }

    private Path pendingSnapshot(Zxid at) throws IOException {
        var feed = new SnapshotFeed(at);
        feed.add(new byte[16], 16);
        feed.end(new DigestMark(at, 0));
        rig.store.writeSnapshot(feed, Snapshots.Standing.PENDING);
        Path file = rig.directory().resolve("snapshot-%016x.pending".formatted(at.value()));
        assertThat(file).exists();
        return file;
    }
}
