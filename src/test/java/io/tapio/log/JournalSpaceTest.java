package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal never promises room it does not have, and a full disk fails nothing. */
class JournalSpaceTest {
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

    private Path active() {
        return rig.segments().getLast();
    }

    @Test
    void theSegmentGrowsBeforeItIsUsedUp() throws IOException {
        long before = Files.size(active());
        while (!rig.journal().hasWork()) rig.append(10);
        assertThat(Files.size(active())).isEqualTo(before);
        assertThat(rig.journal().spaceBytes()).isPositive();

        rig.work();

        assertThat(Files.size(active())).isEqualTo(before + StoreRig.PREALLOC_BYTES);
        assertThat(rig.journal().spaceBytes()).isGreaterThan(StoreRig.PREALLOC_BYTES / 2);
    }

    @Test
    void anAppendInExcessOfTheCreditIsMadeRoomFor() throws IOException {
        rig.append(3000);
        rig.reopen();

        assertThat(rig.replayed()).hasSize(1);
    }

    @Test
    @Fault("F31")
    void onAFullDiskTheRestIsUsedUpAndWorkGoesOnWhenThereIsSpaceAgain() throws IOException {
        rig.storage.leaveFree(0);
        while (!rig.journal().hasWork()) rig.append(10);

        assertThat(rig.journal().work()).isTrue();
        assertThat(rig.journal().isFull()).isTrue();
        assertThat(rig.journal().hasWork()).isFalse();

        int records = 0;
        while (rig.journal().spaceBytes() >= 104) {
            rig.append(1);
            records++;
        }
        assertThat(records).isGreaterThan(50);
        assertThat(rig.journal().tick()).isFalse();

        rig.storage.leaveFree(10 * StoreRig.PREALLOC_BYTES);
        assertThat(rig.journal().tick()).isTrue();
        assertThat(rig.journal().isFull()).isFalse();
        rig.work();
        assertThat(rig.journal().spaceBytes()).isGreaterThan(StoreRig.PREALLOC_BYTES / 2);
        rig.append(1);
        rig.reopen();
        assertThat(rig.replayed()).hasSizeGreaterThan(records);
    }

    @Test
    void smallFactsFindRoomWhenTheCreditIsUsedUp() throws IOException {
        rig.storage.leaveFree(0);
        while (rig.journal().spaceBytes() >= 104) rig.append(1);

        for (int epoch = 1; epoch < 100; epoch++) {
            rig.append(new JournalFact.EpochAccepted(epoch));
        }
        rig.closeAndReopen();

        assertThat(rig.journal().history().acceptedEpoch()).isEqualTo(99);
        assertThat(rig.store.opened().closedCleanly()).isTrue();
    }

    @Test
    void aJournalOnAFullDiskCanBeOpenedAndWritten() throws IOException {
        rig.append(1);
        rig.store.close();
        rig.storage.leaveFree(0);

        rig.reopen();
        rig.append(1);
        rig.reopen();

        assertThat(rig.replayed()).hasSize(2);
    }

    @Test
    void aLongSegmentIsSealedAndFollowedByAnother() throws IOException {
        while (rig.segments().size() < 3) {
            rig.append(50);
            rig.work();
        }
        Path first = rig.segments().getFirst();

        assertThat(Files.size(first)).isGreaterThan(rig.settings.segmentBytes());
        assertThat(Files.size(first)).isLessThan(StoreRig.used(first) + RecordFormat.FOOTER_BYTES);
        rig.reopen();
        assertThat(rig.journal().segments()).hasSize(3);
    }

    @Test
    void withoutRoomForANewSegmentTheOldOneIsGoneOnWith() throws IOException {
        rig.append(1);
        rig.storage.leaveFree(StoreRig.PREALLOC_BYTES / 2);

        rig.roll();

        assertThat(rig.segments()).hasSize(1);
        assertThat(rig.directory().resolve("journal-next.tmp")).doesNotExist();
        rig.append(1);
        rig.reopen();
        assertThat(rig.replayed()).hasSize(2);
    }

    @Test
    void anEmptySegmentIsNotRolled() throws IOException {
        rig.append(1);
        rig.roll();
        rig.roll();

        assertThat(rig.segments()).hasSize(2);
    }

    @Test
    @Fault("F29")
    void aFailedFsyncIsFinalAndNothingIsTriedAgain() throws IOException {
        rig.append(1);
        rig.storage.failForce(FaultyStorage.segments());

        assertThatThrownBy(() -> rig.append(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot append to " + active())
                .hasMessageContaining("Input/output error");

        rig.storage.failForce(path -> false);
        assertThatThrownBy(() -> rig.append(new JournalFact.EpochAccepted(1)))
                .hasMessageContaining("Input/output error");
        assertThat(rig.journal().hasWork()).isFalse();
        rig.journal().tick();
        rig.store.close();
        assertThat(rig.storage.callsAfterFailure()).isZero();
    }

    @Test
    @Fault("F29")
    void whatAFailedFsyncLeftBehindIsWrittenAndSyncedAnewBeforeItCounts() throws IOException {
        rig.append(1);
        rig.storage.failForce(FaultyStorage.segments());
        assertThatThrownBy(() -> rig.append(1)).isInstanceOf(IOException.class);

        assertThatThrownBy(rig::reopen).hasMessageContaining("Input/output error");
        rig.storage.failForce(path -> false);
        rig.reopen();

        assertThat(rig.replayed()).hasSize(2);
        rig.reopen();
        assertThat(rig.replayed()).hasSize(2);
    }

    @Test
    @Fault("F30")
    void aShortWriteIsContinuedAndAFailedOneIsFinal() throws IOException {
        rig.storage.writeAtMost(100);
        rig.append(10);
        rig.storage.failWrite(FaultyStorage.segments());
        assertThatThrownBy(() -> rig.append(1)).isInstanceOf(IOException.class);
        rig.storage.failWrite(path -> false);
        assertThatThrownBy(() -> rig.append(1)).isInstanceOf(IOException.class);

        assertThat(rig.storage.callsAfterFailure()).isZero();
        rig.reopen();
        assertThat(rig.replayed()).hasSize(1);
    }
}
