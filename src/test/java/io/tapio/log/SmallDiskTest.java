package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapio.faults.Fault;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that fills up; needs the right to mount one. */
class SmallDiskTest {
    @TempDir Path disk;
    private LogStore store;

    @BeforeEach
    void mountAndOpen() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()));
        store =
                LogStore.open(
                        new LogSettings(
                                disk, disk, new ServerId(1), 256 * 1024, 1 << 20, 3, 1000, false),
                        new DiskStorage());
    }

    @AfterEach
    void closeAndUnmount() throws Exception {
        if (store == null) return;

        store.abandon();
        run("umount", "-l", disk.toString()); // the mark stays mapped for a while
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private Journal journal() {
        return store.journal();
    }

    private void append(int epoch) throws IOException {
        journal().append(journal().sequence() + 1, new JournalFact.EpochAccepted(epoch));
        while (journal().hasWork()) journal().work();
    }

    @Test
    @Fault("F31")
    void theJournalUsesWhatItHasAndGoesOnWhenSpaceIsFreed() throws IOException {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[600 * 1024]);
        int epoch = 0;
        while (journal().spaceBytes() > 0) append(++epoch);
        assertThat(journal().isFull()).isTrue();
        assertThat(journal().tick()).isFalse();

        Files.delete(ballast);

        assertThat(journal().tick()).isTrue();
        assertThat(journal().isFull()).isFalse();
        append(++epoch);
        assertThat(journal().history().acceptedEpoch()).isEqualTo(epoch);
    }

    @Test
    @Fault("F32")
    void aSnapshotThatDoesNotFitLeavesNothingBehind() throws IOException {
        var feed = new SnapshotFeed(Zxid.NONE);
        for (int i = 0; i < 20; i++) feed.add(new byte[100_000], 100_000);
        feed.end(Facts.NO_MARK);

        assertThat(catchThrowable(() -> store.writeSnapshot(feed, Snapshots.Standing.TAKEN)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");

        assertThat(disk.resolve("tapio-1/snapshot-0000000000000000.snap.tmp")).doesNotExist();
        append(1);
    }
}
