package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot and the facts after it make the same state as all the facts. */
class LogSnapshotTest {
    private static ActorTestKit kit;
    private @TempDir Path directory;
    private LogRig rig;

    @BeforeAll
    static void startSystem() {
        kit = ActorTestKit.create("snapshots", LogRig.config());
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        rig = new LogRig(kit, directory, 11);
        rig.start();
    }

    private Log.Recovered<?> restarted() {
        rig.kill();
        Log.Recovered<?> recovered = rig.start();
        var fold = (ChainFold) recovered.fold();
        assertThat(fold.last()).isEqualTo(rig.live.last());
        fold.commit(rig.live.applied());
        assertThat(fold.isLike(rig.live)).isTrue();
        return recovered;
    }

    private List<Zxid> threeSnapshots() {
        return snapshots(3);
    }

    /** Takes snapshots with something between them. */
    private List<Zxid> snapshots(int count) {
        List<Zxid> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rig.write(20);
            taken.add(rig.takeSnapshot(5));
            rig.next(Log.SnapshotTaken.class);
        }
        rig.write(5);
        return taken;
    }

    @Test
    void aSnapshotIsWrittenWhileEntriesAreAppended() throws IOException {
        rig.write(30);
        SnapshotFeed feed = rig.beginSnapshot();
        byte[] state = rig.live.saved();
        DigestMark mark = rig.live.mark();
        feed.add(state, state.length);
        for (int i = 0; i < 20; i++) {
            rig.write(1);
            feed.add(new byte[100], 100);
        }
        feed.end(mark);

        Log.SnapshotTaken taken = rig.next(Log.SnapshotTaken.class);

        assertThat(taken.at()).isEqualTo(mark.at());
        assertThat(rig.snapshot(taken.at())).exists();
        assertThat(Files.size(rig.snapshot(taken.at()))).isEqualTo(taken.bytes());
        assertThat(restarted().log().snapshot()).isEqualTo(mark.at());
        rig.kill();
    }

    @Test
    void recoveryStartsFromTheNewestSnapshotAndLeavesOutWhatItHolds() {
        List<Zxid> taken = threeSnapshots();

        RecoveredLog log = restarted().log();

        assertThat(log.snapshot()).isEqualTo(taken.getLast());
        assertThat(log.records()).isLessThan(45);
        rig.kill();
    }

    @Test
    void aRunOfEntriesThatBeginsBeforeTheSnapshotIsTakenInPart() {
        rig.append(10);
        rig.durable();
        rig.live.commit(Facts.zxid(1, 4));
        rig.takeSnapshot(1);
        rig.next(Log.SnapshotTaken.class);
        rig.append(1);
        rig.durable();

        assertThat(restarted().log().snapshot()).isEqualTo(Facts.zxid(1, 4));
        rig.kill();
    }

    @Test
    void threeSnapshotsAreKeptAndTheSegmentsTheyNeed() throws IOException {
        List<Zxid> taken = new ArrayList<>(snapshots(2));
        assertThat(rig.files(".seg")).contains("journal-00000000000000000001.seg");
        taken.addAll(snapshots(1));
        taken.addAll(threeSnapshots());

        assertThat(rig.files(".snap"))
                .containsExactlyElementsOf(
                        taken.subList(3, 6).stream()
                                .map(at -> rig.snapshot(at).getFileName().toString())
                                .toList());
        assertThat(rig.files(".seg")).doesNotContain("journal-00000000000000000001.seg");
        assertThat(restarted().log().snapshot()).isEqualTo(taken.getLast());
        rig.kill();
    }

    @Test
    @Fault("F25")
    void withADamagedSnapshotTheNextOlderOneIsUsed() throws IOException {
        List<Zxid> taken = threeSnapshots();
        Path newest = rig.snapshot(taken.get(2));
        for (long at = 0; at < Files.size(newest); at += 97) {
            StoreRig.flip(newest, at, (int) at % 8);
            assertThat(restarted().log().snapshot()).isEqualTo(taken.get(1));
            StoreRig.flip(newest, at, (int) at % 8);
        }
        StoreRig.cut(newest, Files.size(newest) - 1);
        StoreRig.flip(rig.snapshot(taken.get(1)), 50, 0);

        assertThat(restarted().log().snapshot()).isEqualTo(taken.get(0));
        rig.kill();
    }

    @Test
    void withoutAnySnapshotAJournalFromTheBeginningIsEnough() throws IOException {
        for (Zxid at : snapshots(2)) StoreRig.flip(rig.snapshot(at), 50, 0);

        assertThat(restarted().log().snapshot()).isEqualTo(Zxid.NONE);
        rig.kill();
    }

    @Test
    void withoutAnySnapshotAJournalThatBeginsLaterIsRefused() throws IOException {
        threeSnapshots();
        List<Zxid> taken = threeSnapshots();
        for (Zxid at : taken) StoreRig.flip(rig.snapshot(at), 50, 0);
        rig.kill();

        rig.startOnly();

        assertThat(rig.next(Log.Failed.class).cause())
                .isInstanceOf(DamagedLog.class)
                .hasMessageContaining("no snapshot is readable");
        rig.expectStopped();
    }

    @Test
    void aSnapshotAheadOfTheJournalIsRefused() throws IOException {
        List<Zxid> taken = threeSnapshots();
        Path ahead = rig.snapshot(Facts.zxid(9, 9));
        var writer =
                new Snapshots(rig.storage, rig.directory(), journalOf(rig.snapshot(taken.get(0))));
        var feed = new SnapshotFeed(Facts.zxid(9, 9));
        rig.fill(feed, 1);
        writer.write(feed, Snapshots.Standing.TAKEN);
        assertThat(ahead).exists();
        rig.kill();

        rig.startOnly();

        assertThat(rig.next(Log.Failed.class).reason()).contains("is ahead of the journal");
        rig.expectStopped();
    }

    private static UUID journalOf(Path snapshot) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(snapshot));
        return new UUID(bytes.getLong(8), bytes.getLong(16));
    }

    @Test
    @Fault("F32")
    void aSnapshotThatCannotBeWrittenHindersNothing() throws IOException {
        rig.write(10);
        rig.storage.failWrite(FaultyStorage.snapshots());
        rig.takeSnapshot(3);

        assertThat(rig.next(Log.SnapshotFailed.class).reason()).contains("Input/output error");
        assertThat(rig.files(".snap.tmp")).isEmpty();
        rig.storage.failWrite(path -> false);
        rig.write(5);
        Zxid at = rig.takeSnapshot(3);
        assertThat(rig.next(Log.SnapshotTaken.class).at()).isEqualTo(at);
        restarted();
        rig.kill();
    }

    @Test
    void aSnapshotMayBeGivenUpByWhoeverFeedsIt() throws IOException {
        rig.write(10);
        SnapshotFeed feed = rig.beginSnapshot();
        feed.add(new byte[10], 10);
        feed.abort("changed my mind");

        assertThat(rig.next(Log.SnapshotFailed.class).reason()).isEqualTo("changed my mind");
        assertThat(rig.files(".snap.tmp")).isEmpty();
        assertThat(rig.files(".snap")).isEmpty();
        rig.kill();
    }

    @Test
    void oneSnapshotIsWrittenAtATime() {
        rig.write(10);
        SnapshotFeed first = rig.beginSnapshot();
        SnapshotFeed second = rig.beginSnapshot();

        assertThat(rig.next(Log.SnapshotFailed.class).reason()).contains("another snapshot");
        assertThat(second.isAbandoned()).isTrue();
        rig.fill(first, 3);
        rig.next(Log.SnapshotTaken.class);
        rig.kill();
    }

    @Test
    void aLogThatStopsLetsGoOfAnUnfinishedSnapshot() throws IOException {
        rig.write(10);
        SnapshotFeed feed = rig.beginSnapshot();
        rig.write(1);

        rig.close();

        assertThat(feed.isAbandoned()).isTrue();
        assertThat(feed.wantsMore()).isFalse();
        assertThat(rig.start().log().snapshot()).isEqualTo(Zxid.NONE);
        rig.kill();
    }

    @Test
    void aFeedWantsLittleAtATime() {
        var feed = new SnapshotFeed(Zxid.NONE);
        int chunks = 0;
        while (feed.wantsMore()) {
            feed.add(new byte[1], 1);
            chunks++;
        }

        assertThat(chunks).isEqualTo(32);
    }

    @Test
    void aSnapshotFromElsewhereReplacesAllThatWasLogged() throws IOException {
        threeSnapshots();
        rig.log.tell(new Log.AcceptEpoch(9));
        rig.next(Log.EpochAccepted.class);
        ChainFold elsewhere = rig.stateFromElsewhere(Facts.zxid(9, 77));

        rig.install(elsewhere);

        assertThat(rig.next(Log.SnapshotInstalled.class).at()).isEqualTo(Facts.zxid(9, 77));
        assertThat(rig.files(".snap")).containsExactly("snapshot-000000090000004d.snap");
        assertThat(rig.files(".seg")).hasSize(1);
        RecoveredLog log = restarted().log();
        assertThat(log.acceptedEpoch()).isEqualTo(9);
        assertThat(log.lastLogged()).isEqualTo(Facts.zxid(9, 77));
        assertThat(log.committed()).isEqualTo(Facts.zxid(9, 77));
        rig.write(10);
        Zxid at = rig.takeSnapshot(2);
        assertThat(rig.next(Log.SnapshotTaken.class).at()).isEqualTo(at);
        rig.write(3);
        restarted();
        rig.kill();
    }

    @Test
    void aSnapshotFromElsewhereGoesBeforeOneOfOurOwn() {
        rig.write(10);
        SnapshotFeed own = rig.beginSnapshot();
        ChainFold elsewhere = rig.stateFromElsewhere(Facts.zxid(2, 5));

        rig.install(elsewhere);

        assertThat(rig.next(Log.SnapshotFailed.class).at()).isEqualTo(own.at());
        assertThat(rig.next(Log.SnapshotInstalled.class).at()).isEqualTo(Facts.zxid(2, 5));
        restarted();
        rig.kill();
    }
}
