package io.tapio.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Invariant;
import io.tapio.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member is the fold of its journal, whenever it stops and however it begins again. */
class LogTest {
    private static ActorTestKit kit;
    private @TempDir Path directory;
    private LogRig rig;

    @BeforeAll
    static void startSystem() {
        kit =
                ActorTestKit.create(
                        "log",
                        PersistenceTestKitPlugin.getInstance()
                                .config()
                                .withFallback(
                                        PersistenceTestKitSnapshotPlugin.getInstance().config())
                                .withFallback(LogRig.config()));
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void newRig() {
        rig = new LogRig(kit, directory, 1);
    }

    private ChainFold fold(Log.Recovered<?> recovered) {
        return (ChainFold) recovered.fold();
    }

    @Test
    void aFirstStartFindsNothing() {
        RecoveredLog log = rig.start().log();

        assertThat(log.firstStart()).isTrue();
        assertThat(log.lastLogged()).isEqualTo(Zxid.NONE);
        assertThat(log.currentEpoch()).isZero();
        assertThat(log.spaceBytes()).isPositive();
        rig.kill();
    }

    @Test
    void whatWasToBeRememberedOfTheOthersComesBack() {
        rig.start();
        Map<Integer, Zxid> marks = Map.of(2, Facts.zxid(1, 7), 3, Facts.zxid(1, 9));
        rig.log.tell(new Log.Remember(Map.of(2, Facts.zxid(1, 1))));
        rig.log.tell(new Log.Remember(marks));
        rig.append(1);
        rig.durable();
        rig.kill();

        assertThat(rig.start().log().standing().marks()).isEqualTo(marks);
        rig.kill();
    }

    @Test
    void amongOthersADamagedLogStartsWithWhatIsGoodAndDoubtsItself() throws IOException {
        rig.heals();
        rig.start();
        rig.log.tell(new Log.AcceptEpoch(1));
        rig.next(Log.EpochAccepted.class);
        rig.log.tell(new Log.EstablishEpoch(1, new UUID(1, 2)));
        rig.next(Log.EpochEstablished.class);
        rig.write(10);
        rig.kill();
        assertThat(rig.start().log().standing().proven()).isTrue();
        rig.kill();
        Path segment = rig.directory().resolve(rig.files(".seg").getFirst());
        StoreRig.flip(segment, StoreRig.used(segment) - 5, 2);

        Log.Recovered<?> recovered = rig.start();

        RecoveredLog log = recovered.log();
        assertThat(log.standing().quarantined())
                .singleElement()
                .asString()
                .contains(segment + " at byte");
        assertThat(log.standing().proven()).isFalse();
        assertThat(log.standing().cluster()).contains(new UUID(1, 2));
        assertThat(log.firstStart()).isFalse();
        assertThat(log.lastLogged()).isLessThan(rig.live.last());
        assertThat(fold(recovered).last()).isEqualTo(log.lastLogged());
        rig.log.tell(new Log.Prove());
        rig.log.tell(new Log.AcceptEpoch(2)); // answered behind it; a kill would overtake both
        rig.next(Log.EpochAccepted.class);
        rig.kill();
        assertThat(rig.start().log().standing().proven()).isTrue();
        rig.kill();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aReopenedLogFoldsToWhatItWas(long seed) {
        rig = new LogRig(kit, directory, seed);
        rig.start();
        for (int life = 0; life < 4; life++) {
            for (int i = 0; i < 40; i++) liveALittle();
            boolean clean = rig.random.nextBoolean();
            if (clean) rig.close();
            else rig.kill();

            Log.Recovered<?> recovered = rig.start();

            assertThat(recovered.log().closedCleanly()).isEqualTo(clean);
            assertThat(recovered.log().cutBytes()).isZero();
            assertThat(recovered.log().lastLogged()).isEqualTo(rig.live.last());
            ChainFold fold = fold(recovered);
            assertThat(fold.last()).isEqualTo(rig.live.last());
            assertThat(fold.applied()).isEqualTo(recovered.log().committed());
            fold.commit(rig.live.applied());
            assertThat(fold.isLike(rig.live)).as("seed %d life %d", seed, life).isTrue();
        }
        rig.close();
    }

    private void liveALittle() {
        rig.append(1 + rig.random.nextInt(20));
        if (rig.random.nextInt(3) > 0) {
            rig.durable();
            rig.live.commit(rig.live.last());
        }
        if (rig.random.nextInt(20) == 0) {
            rig.durable();
            rig.truncate(rig.live.applied());
            rig.next(Log.Truncated.class);
            rig.newEpoch();
        }
        if (rig.random.nextInt(20) == 0) {
            rig.durable();
            rig.takeSnapshot(1 + rig.random.nextInt(20));
            rig.append(1);
            awaitSnapshotAndDurable();
        }
        rig.durable();
    }

    private void awaitSnapshotAndDurable() {
        List<Log.Notice> notices = List.of(rig.next(), rig.next());
        assertThat(notices).hasAtLeastOneElementOfType(Log.SnapshotTaken.class);
        assertThat(notices).hasAtLeastOneElementOfType(Log.Durable.class);
    }

    @Test
    void everyAppendIsAnsweredInOrderHoweverManyAreSent() {
        rig.start();
        for (int i = 0; i < 200; i++) rig.append(3);

        Log.Durable last = rig.durable();

        assertThat(last.upTo()).isEqualTo(rig.live.last());
        rig.kill();
        assertThat(rig.start().log().records()).isEqualTo(200);
        rig.kill();
    }

    @Test
    void epochsAreAnsweredAndRemembered() {
        rig.start();
        rig.log.tell(new Log.AcceptEpoch(5));
        assertThat(rig.next(Log.EpochAccepted.class).epoch()).isEqualTo(5);
        rig.log.tell(new Log.EstablishEpoch(4, new java.util.UUID(5, 6)));
        assertThat(rig.next(Log.EpochEstablished.class).epoch()).isEqualTo(4);
        rig.kill();

        RecoveredLog log = rig.start().log();

        assertThat(log.acceptedEpoch()).isEqualTo(5);
        assertThat(log.currentEpoch()).isEqualTo(4);
        rig.kill();
    }

    @Test
    void anEpochWithEntriesIsCurrentEvenIfItWasNotEstablished() {
        rig.start();
        rig.epoch = 7;
        rig.append(1);
        rig.durable();
        rig.kill();

        assertThat(rig.start().log().currentEpoch()).isEqualTo(7);
        rig.kill();
    }

    @Test
    void replayComparesDigests() {
        rig.start();
        for (int i = 0; i < 10; i++) {
            rig.append(2);
            rig.durable();
            rig.live.commit(rig.live.last());
        }
        rig.kill();

        ChainFold fold = fold(rig.start());

        assertThat(fold.checks()).isEqualTo(9);
        rig.kill();
    }

    @Test
    void aFoldThatDisagreesFailsTheRecovery() {
        rig.start();
        Entries entries = Facts.entries(1, 1, 2, 10, rig.random);
        var wrong = new DigestMark(Facts.zxid(1, 1), 99);
        rig.log.tell(new Log.Append(entries, Facts.zxid(1, 1), wrong));
        rig.next(Log.Durable.class);
        rig.close();

        rig.startOnly();

        assertThat(rig.next(Log.Failed.class).reason()).contains("digest");
        rig.expectStopped();
    }

    @Test
    void whatDoesNotFollowIsOurOwnMistakeAndStopsTheLog() {
        rig.start();
        rig.log.tell(
                new Log.Append(Facts.entries(1, 2, 3, 10, rig.random), Zxid.NONE, Facts.NO_MARK));

        assertThat(rig.next(Log.Failed.class).cause()).isInstanceOf(Invariant.Broken.class);
        rig.expectStopped();
    }

    @Test
    @Fault("F40")
    void aSecondLogOnADirectoryIsRefusedAndTheFirstGoesOn() {
        rig.start();
        ActorTestKit other = ActorTestKit.create("other", LogRig.config());
        try {
            var second = new LogRig(other, directory, 2);
            second.startOnly();
            assertThat(second.next(Log.Failed.class).cause()).isInstanceOf(DataDirInUse.class);
            second.expectStopped();
        } finally {
            other.shutdownTestKit();
        }
        rig.append(1);
        rig.durable();
        rig.kill();
    }

    @Test
    @Fault("F29")
    void aFailedFsyncIsSaidOnceAndNeverTriedAgain() {
        rig.start();
        rig.append(1);
        rig.durable();
        rig.storage.failForce(FaultyStorage.segments());

        for (int i = 0; i < 5; i++) rig.append(1);

        assertThat(rig.next(Log.Failed.class).reason()).contains("Input/output error");
        rig.expectStopped();
        rig.member.expectNoMessage(Duration.ofMillis(100));
        assertThat(rig.storage.callsAfterFailure()).isZero();
    }

    @Test
    void aFullDiskIsToldAndPassesByItself() {
        rig.start();
        rig.storage.leaveFree(0);
        long space = Long.MAX_VALUE;
        while (space > 5000) {
            rig.append(1);
            space = rig.durable().spaceBytes();
        }
        rig.storage.leaveFree(1 << 20);

        rig.awaitSpace();

        rig.append(20);
        rig.durable();
        rig.kill();
        assertThat(rig.start().log().lastLogged()).isEqualTo(rig.live.last());
        rig.kill();
    }

    @Test
    void aJournalThatFailsOrRejectsStopsTheLog() {
        var plugins =
                new Log.Plugins(
                        PersistenceTestKitPlugin.PluginId(),
                        PersistenceTestKitSnapshotPlugin.PluginId());
        var journal = PersistenceTestKit.create(kit.system());
        for (boolean reject : new boolean[] {false, true}) {
            journal.clearAll();
            rig.start(plugins);
            rig.next(Log.Recovered.class);
            if (reject) journal.rejectNextPersisted();
            else journal.failNextPersisted();

            rig.log.tell(new Log.AcceptEpoch(1));

            assertThat(rig.next(Log.Failed.class).reason()).isNotEmpty();
            rig.expectStopped();
        }
    }

    @Test
    void damageFoundByReplayIsNamedByFileAndOffset() throws IOException {
        rig.start();
        rig.write(5);
        rig.beginSnapshot().abort("only to begin a new segment");
        rig.next(Log.SnapshotFailed.class);
        rig.write(5);
        Path first = rig.directory().resolve("journal-00000000000000000001.seg");
        StoreRig.flip(first, SegmentHeader.BYTES + 60, 2);
        rig.kill();

        rig.startOnly();

        Log.Failed failed = rig.next(Log.Failed.class);
        assertThat(failed.cause()).isInstanceOf(DamagedLog.class);
        assertThat(failed.reason()).contains(first + " at byte 512");
        rig.expectStopped();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("tapio-1"));

        rig.startOnly();

        assertThat(rig.next(Log.Failed.class).reason()).contains(file.toString());
        rig.expectStopped();
    }
}
