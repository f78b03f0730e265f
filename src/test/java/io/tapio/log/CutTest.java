package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log ends where it was cut, wherever that is. */
class CutTest {
    private static final UUID CLUSTER = new UUID(1, 2);

    @TempDir Path directory;
    private StoreRig rig;

    /** Segments with the entries 1 to 12, 13 to 15, and 16 to 17. */
    @BeforeEach
    void open() throws IOException {
        rig = new StoreRig(directory);
        rig.append(new JournalFact.EpochAccepted(1));
        rig.append(new JournalFact.EpochEstablished(1, CLUSTER));
        rig.append(12);
        rig.roll();
        rig.append(3);
        rig.roll();
        rig.append(2);
    }

    @AfterEach
    void close() {
        rig.store.abandon();
    }

    private void cut(int counter) throws IOException {
        rig.append(new JournalFact.TailTruncated(Facts.zxid(1, counter)));
    }

    private Zxid readAll() throws IOException {
        Zxid at = Zxid.NONE;
        Zxid last = rig.journal().history().last();
        try (var cursor = rig.reader().cursor()) {
            while (last.isAfter(at)) at = cursor.next(at, last, 1 << 20).last();
        }
        return at;
    }

    @Test
    @Fault("F11")
    void aCutReachesIntoTheMiddleOfAnEarlierSegment() throws IOException {
        cut(7);

        assertThat(readAll()).isEqualTo(Facts.zxid(1, 7));
        rig.reopen();
        assertThat(rig.journal().history().last()).isEqualTo(Facts.zxid(1, 7));
        assertThat(readAll()).isEqualTo(Facts.zxid(1, 7));
    }

    @Test
    @Fault("F11")
    void anotherHistoryGoesOnWhereItWasCut() throws IOException {
        cut(13);
        rig.append(new JournalFact.EpochAccepted(2));
        rig.append(Facts.appended(2, 1, 2, 50, rig.random));
        rig.append(new JournalFact.EpochEstablished(2, CLUSTER));
        rig.reopen();

        assertThat(readAll()).isEqualTo(Facts.zxid(2, 2));
    }

    /** Snapshots are of what is committed, which nobody cuts: so something is wrong here. */
    @Test
    @Fault("F11")
    void whoWasCutToBeforeItsSnapshotDoubtsItself() throws IOException {
        rig.append(new JournalFact.EpochAccepted(1));
        assertThat(rig.journal().history().proven()).isTrue();
        snapshot(Facts.zxid(1, 15), Snapshots.Standing.TAKEN);
        cut(14);
        rig.heals();
        rig.reopen();

        assertThat(rig.store.findings())
                .singleElement()
                .asString()
                .contains("ahead of the journal");
        assertThat(rig.journal().history().proven()).isFalse();
    }

    /** That is what a leader sends to whom it could only tell to cut what is in a snapshot. */
    @Test
    @Fault("F11")
    void anOlderStateThatIsInstalledTakesThePlaceOfTheSnapshot() throws IOException {
        snapshot(Facts.zxid(1, 15), Snapshots.Standing.TAKEN);
        Zxid older = Facts.zxid(1, 5);
        snapshot(older, Snapshots.Standing.PENDING);
        rig.store.install(older);
        rig.reopen();

        assertThat(rig.store.newestSnapshot().orElseThrow().at()).isEqualTo(older);
        assertThat(rig.journal().history().last()).isEqualTo(older);
        assertThat(rig.journal().history().proven()).isFalse();
    }

    private void snapshot(Zxid at, Snapshots.Standing standing) throws IOException {
        var feed = new SnapshotFeed(at);
        feed.add(new byte[100], 100);
        feed.end(new DigestMark(at, 0));
        rig.store.writeSnapshot(feed, standing);
    }
}
