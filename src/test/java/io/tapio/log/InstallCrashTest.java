package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However an installation ends, the member has all of the old state or all of the new. */
@Fault("F58")
class InstallCrashTest {
    private static final Zxid OLD_SNAPSHOT = Facts.zxid(1, 20);
    private static final Zxid OLD_LAST = Facts.zxid(1, 30);

    @TempDir Path directory;
    private int run;

    @Test
    @Fault("F15")
    void aStateThatIsAheadOfUsIsInstalledWhollyOrNotAtAll() throws IOException {
        crashEverywhere(Facts.zxid(2, 5));
    }

    @Test
    @Fault("F15")
    void aStateBehindOurOwnIsInstalledWhollyOrNotAtAll() throws IOException {
        crashEverywhere(Facts.zxid(1, 10));
    }

    private void crashEverywhere(Zxid at) throws IOException {
        int installed = 0;
        int calls = 0;
        boolean crashed = true;
        for (; crashed; calls++) {
            StoreRig rig = member();
            crashed = install(rig, at, calls);
            rig.storage.goOn();
            rig.reopen();
            if (rig.journal().history().last().equals(at)) {
                assertNew(rig, at);
                installed++;
            } else {
                assertThat(installed).as("at call %d", calls).isZero();
                assertOld(rig);
            }
            rig.store.abandon();
        }
        assertThat(installed).isBetween(3, calls - 3);
    }

    /** A member with a snapshot and entries after it. */
    private StoreRig member() throws IOException {
        Path place = directory.resolve("run-" + run++);
        Files.createDirectories(place);
        var rig = new StoreRig(place);
        rig.append(new JournalFact.EpochAccepted(1));
        rig.append(new JournalFact.EpochEstablished(1, new UUID(1, 1)));
        rig.append(20);
        rig.roll();
        rig.append(10);
        rig.store.writeSnapshot(feed(OLD_SNAPSHOT), Snapshots.Standing.TAKEN);
        return rig;
    }

    private static SnapshotFeed feed(Zxid at) {
        var feed = new SnapshotFeed(at);
        feed.add(new byte[1000], 1000);
        feed.add(new byte[10], 10);
        feed.end(new DigestMark(at, 7));
        return feed;
    }

    /** Whether it was interrupted by the disk after so many calls. */
    private static boolean install(StoreRig rig, Zxid at, int calls) throws IOException {
        rig.storage.crashAfter(calls);
        try {
            rig.store.writeSnapshot(feed(at), Snapshots.Standing.PENDING);
            if (rig.store.install(at)) rig.store.purge();
        } catch (IOException crash) {
            assertThat(crash).hasStackTraceContaining("crashed");
        }
        return rig.storage.hasCrashed();
    }

    private static void assertOld(StoreRig rig) throws IOException {
        History history = rig.journal().history();
        assertThat(history.last()).isEqualTo(OLD_LAST);
        assertThat(history.proven()).isTrue();
        assertThat(rig.store.newestSnapshot().orElseThrow().at()).isEqualTo(OLD_SNAPSHOT);
        assertThat(rig.replayed()).hasSize(4);
    }

    private static void assertNew(StoreRig rig, Zxid at) throws IOException {
        History history = rig.journal().history();
        assertThat(history.committed()).isEqualTo(at);
        assertThat(history.acceptedEpoch()).isEqualTo(1);
        // What comes after an older state is not here yet, though we once had it.
        assertThat(history.proven()).isEqualTo(at.isAfter(OLD_LAST));
        assertThat(rig.store.newestSnapshot().orElseThrow().at()).isEqualTo(at);
        assertThat(rig.reader().newestSnapshot().orElseThrow().at()).isEqualTo(at);
        assertThat(rig.store.ends().base()).isEqualTo(at);
        rig.append(Facts.appended(at.epoch(), at.counter() + 1, at.counter() + 2, 9, rig.random));
        rig.reopen();
        assertThat(rig.store.newestSnapshot().orElseThrow().at()).isEqualTo(at);
        assertThat(rig.journal().history().last().counter()).isEqualTo(at.counter() + 2);
    }
}
