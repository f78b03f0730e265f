package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a crash leaves of a snapshot or of a purge, the log has all that it had. */
class SnapshotCrashTest {
    @TempDir Path directory;

    /** The fourth of four, so that the first is purged. */
    @Test
    @Fault("F15")
    void aSnapshotOfOurOwnIsThereWhollyOrNotAtAllAndNothingIsMissing() throws IOException {
        int taken = 0;
        int calls = 0;
        boolean crashed = true;
        for (; crashed; calls++) {
            var rig = new StoreRig(Files.createDirectory(directory.resolve("at-" + calls)));
            List<Zxid> snapshots = threeSnapshots(rig);
            rig.append(4);
            Zxid last = rig.journal().history().last();

            crashed = interrupt(rig, last, calls);

            Zxid newest = rig.store.newestSnapshot().orElseThrow().at();
            assertThat(newest).as("at call %d", calls).isIn(snapshots.getLast(), last);
            if (newest.equals(last)) taken++;
            else assertThat(taken).as("snapshots taken before call %d", calls).isZero();
            assertNothingIsMissing(rig, newest, last);
            rig.store.abandon();
        }
        assertThat(taken).isBetween(3, calls - 3);
    }

    private static List<Zxid> threeSnapshots(StoreRig rig) throws IOException {
        rig.append(new JournalFact.EpochAccepted(1));
        rig.append(new JournalFact.EpochEstablished(1, new UUID(1, 1)));
        var snapshots = new ArrayList<Zxid>();
        for (int i = 0; i < 3; i++) {
            rig.append(5);
            snapshots.add(rig.journal().history().last());
            snapshot(rig, snapshots.getLast());
            rig.roll();
            rig.append(3);
        }
        return snapshots;
    }

    private static void snapshot(StoreRig rig, Zxid at) throws IOException {
        var feed = new SnapshotFeed(at);
        feed.add(new byte[3000], 3000);
        feed.end(new DigestMark(at, 0));
        rig.store.writeSnapshot(feed, Snapshots.Standing.TAKEN);
    }

    /** Whether the disk stopped a snapshot, a new segment and a purge after so many calls. */
    private static boolean interrupt(StoreRig rig, Zxid at, int calls) throws IOException {
        rig.storage.crashAfter(calls);
        try {
            snapshot(rig, at);
            rig.roll();
            rig.store.purge();
        } catch (IOException crash) {
            assertThat(crash).hasStackTraceContaining("crashed");
        }
        boolean crashed = rig.storage.hasCrashed();
        rig.storage.goOn();
        rig.reopen();
        return crashed;
    }

    private static void assertNothingIsMissing(StoreRig rig, Zxid snapshot, Zxid last)
            throws IOException {
        History history = rig.journal().history();
        assertThat(history.last()).isEqualTo(last);
        assertThat(history.proven()).isTrue();
        try (var files = Files.list(rig.directory())) {
            assertThat(files).noneMatch(each -> each.toString().endsWith(".snap.tmp"));
        }
        try (var cursor = rig.reader().cursor()) {
            Zxid at = snapshot;
            while (last.isAfter(at)) at = cursor.next(at, last, 1 << 20).last();
            assertThat(at).isEqualTo(last);
        }
        rig.append(2);
        rig.reopen();
        assertThat(rig.journal().history().last().counter()).isEqualTo(last.counter() + 2);
    }
}
