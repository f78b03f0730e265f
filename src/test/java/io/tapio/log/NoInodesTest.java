package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

/** A real disk with room but without inodes; needs the right to mount one. */
class NoInodesTest {
    @TempDir Path disk;
    private boolean mounted;
    private LogStore store;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m,nr_inodes=16", "tmpfs", "" + disk);
        assumeTrue(mounted);
    }

    @AfterEach
    void unmount() throws Exception {
        if (store != null) store.abandon();
        if (mounted) run("umount", "-l", "" + disk); // the mark stays mapped for a while
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private LogStore open() throws IOException {
        var settings =
                new LogSettings(disk, disk, new ServerId(1), 64 * 1024, 1 << 20, 3, 1000, false);
        return LogStore.open(settings, new DiskStorage());
    }

    /** Makes empty files until no more can be made. */
    private void useUpInodes() {
        try {
            for (int i = 0; i < 100; i++) Files.createFile(disk.resolve("nothing-" + i));
        } catch (IOException noneLeft) {
            return;
        }
        throw new AssertionError("this disk has inodes without end");
    }

    private void append(int epoch) throws IOException {
        Journal journal = store.journal();
        journal.append(journal.sequence() + 1, new JournalFact.EpochAccepted(epoch));
        while (journal.hasWork()) journal.work();
    }

    @Test
    @Fault("F33")
    void aStartNamesTheFileThatCouldNotBeMade() {
        useUpInodes();

        assertThatThrownBy(this::open)
                .isInstanceOf(UnusableDirectory.class)
                .hasMessageContaining(disk + "/tapio-1")
                .hasMessageContaining("No space left")
                .hasMessageContaining("Make room there, of bytes or of inodes");
    }

    @Test
    @Fault("F33")
    void aSnapshotIsDoneWithoutAndTheJournalGoesOn() throws IOException {
        store = open();
        append(1);
        useUpInodes();
        var feed = new SnapshotFeed(Zxid.NONE);
        feed.add(new byte[100], 100);
        feed.end(Facts.NO_MARK);

        assertThatThrownBy(() -> store.writeSnapshot(feed, Snapshots.Standing.TAKEN))
                .hasMessageContaining("snapshot-0000000000000000.snap")
                .hasMessageContaining("No space left");

        store.journal().rollSoon();
        append(2);
        assertThat(store.journal().history().acceptedEpoch()).isEqualTo(2);
        store.abandon();
        store = open();
        assertThat(store.journal().history().acceptedEpoch()).isEqualTo(2);
    }
}
