package io.tapio.state;

import static io.tapio.state.Caller.bytes;
import static io.tapio.state.Caller.checkOp;
import static io.tapio.state.Caller.createOp;
import static io.tapio.state.Caller.deleteOp;
import static io.tapio.state.Caller.setOp;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Entries;
import io.tapio.model.Zxid;
import io.tapio.tree.DataTree;
import io.tapio.tree.Znode;
import io.tapio.wire.OpCode;
import io.tapio.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same log gives the same state: on the leader, on another member, and after a restart. */
class ReplicaTwinTest {
    private static final int STEPS = 1_500;
    private static final Acl ODD =
            Acl.of(new AclEntry(31, "world", "anyone"), new AclEntry(1, "ip", "10.0.0.0/8"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSameInputsGiveTheSameBytesAndTheSameDigest(long seed) {
        var one = new Work(seed);
        var two = new Work(seed);
        one.go(STEPS);
        two.go(STEPS);

        assertThat(one.house.log).isEqualTo(two.house.log);
        assertThat(one.digest()).isEqualTo(two.digest());
        assertThat(one.house.machine.state().tree().recomputeDigest()).isEqualTo(one.digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aMemberThatIsGivenTheEntriesHasTheSameState(long seed) {
        var work = new Work(seed);
        work.go(STEPS);
        var twin =
                new StateMachine(
                        ReplicatedState.fresh(House.Settings.DEFAULT),
                        House.ACCESS,
                        SessionRules.GLOBAL);

        for (Entries entries : work.house.log) {
            twin.logged(entries);
            twin.commit(entries.last());
        }

        assertAlike(twin.state(), work.house.machine.state());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aSnapshotTakenInTheMidstOfWritesAndTheEntriesAfterItGiveTheLiveState(long seed) {
        var work = new Work(seed);
        work.go(STEPS / 2);
        var writer = new SnapshotWriter(work.house.machine.state());
        var chunks = new ArrayList<Bytes>();
        while (true) {
            work.go(3);
            var chunk = new JuteWriter(64);
            if (!writer.next(5, chunk)) break;
            chunks.add(chunk.toBytes());
        }
        work.go(STEPS / 4);

        var recovering = new RecoveringState(House.Settings.DEFAULT);
        recovering.load(chunks.iterator());
        assertThat(recovering.state().applied()).isEqualTo(writer.at());
        assertThat(recovering.state().tree().digest()).isEqualTo(writer.mark().digest());
        replay(work.house.log, recovering);

        assertAlike(recovering.state(), work.house.machine.state());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsNotKnownToBeCommittedStaysPending(long seed) {
        var work = new Work(seed);
        work.go(STEPS / 4);
        var recovering = new RecoveringState(House.Settings.DEFAULT);
        List<Entries> log = work.house.log;
        int half = log.size() / 2;
        for (Entries entries : log) recovering.append(entries);
        recovering.commit(log.get(half).last());

        assertThat(recovering.state().applied()).isEqualTo(log.get(half).last());
        var machine = new StateMachine(recovering.state(), House.ACCESS, SessionRules.GLOBAL);
        recovering.pending().forEach(machine::logged);
        machine.commit(work.house.lastLogged());
        assertAlike(machine.state(), work.house.machine.state());
        machine.lead(2, Zxid.of(2, 1 << 30));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aMarkThatDiffersIsFoundWhileRecovering(long seed) {
        var work = new Work(seed);
        work.go(STEPS / 4);
        var recovering = new RecoveringState(House.Settings.DEFAULT);
        replay(work.house.log, recovering);
        Zxid end = recovering.state().applied();

        recovering.check(new DigestMark(end, work.digest()));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> recovering.check(new DigestMark(end, work.digest() + 1)))
                .isInstanceOf(io.tapio.model.Invariant.Broken.class);
    }

    @Test
    void whatAStartHasReplayedCountsTowardsTheNextSnapshot() {
        var work = new Work(1);
        work.go(STEPS / 4);
        var recovering = new RecoveringState(House.Settings.DEFAULT);
        replay(work.house.log, recovering);

        var lived = work.house.machine.state();
        assertThat(recovering.state().entriesApplied()).isEqualTo(lived.entriesApplied());
        assertThat(recovering.state().bytesLogged()).isEqualTo(lived.bytesLogged()).isPositive();
    }

    @Test
    void whatAMemberWasConfiguredWithIsNoPartOfWhatMembersHaveInCommon() {
        var work = new Work(1);
        work.go(STEPS / 4);
        long common = work.digest();
        for (String text : List.of("server.1=a:1:2:participant\nversion=0", "other")) {
            var recovering =
                    new RecoveringState(House.Settings.DEFAULT, Optional.of(Bytes.utf8(text)));
            replay(work.house.log, recovering);
            recovering.check(new DigestMark(recovering.state().applied(), common));

            var restored = throughASnapshot(recovering.state());

            Znode node = requireNonNull(restored.tree().find(DataTree.CONFIG_PATH));
            assertThat(node.data()).isEqualTo(Bytes.EMPTY);
            assertThat(node.version()).isZero();
            assertAlike(restored, work.house.machine.state());
        }
    }

    /** As a server on its own reads it. */
    private static ReplicatedState throughASnapshot(ReplicatedState state) {
        Znode node = requireNonNull(state.tree().find(DataTree.CONFIG_PATH));
        assertThat(node.dataLength()).isPositive();
        assertThat(node.version()).isEqualTo(-1);
        var writer = new SnapshotWriter(state);
        var chunks = new ArrayList<Bytes>();
        for (var chunk = new JuteWriter(64); writer.next(5, chunk); chunk = new JuteWriter(64)) {
            chunks.add(chunk.toBytes());
        }
        var recovering = new RecoveringState(House.Settings.DEFAULT);
        recovering.load(chunks.iterator());
        return recovering.state();
    }

    private static void replay(List<Entries> log, RecoveringState recovering) {
        for (Entries entries : log) {
            recovering.append(entries);
            recovering.commit(entries.last());
        }
    }

    private static void assertAlike(ReplicatedState one, ReplicatedState two) {
        assertThat(one.applied()).isEqualTo(two.applied());
        assertThat(one.tree().digest()).isEqualTo(two.tree().digest());
        assertThat(one.tree().recomputeDigest()).isEqualTo(two.tree().digest());
        assertThat(one.tree().nodeCount()).isEqualTo(two.tree().nodeCount());
        assertThat(one.tree().approximateDataSize()).isEqualTo(two.tree().approximateDataSize());
        assertThat(one.sessions().lastCreated()).isEqualTo(two.sessions().lastCreated());
        assertThat(sessions(one)).isEqualTo(sessions(two));
        for (SessionEntry session : one.sessions().all()) {
            assertThat(one.tree().owners().ephemeralsOf(session.id()))
                    .isEqualTo(two.tree().owners().ephemeralsOf(session.id()));
        }
        assertThat(one.tree().owners().containers())
                .hasSameSizeAs(two.tree().owners().containers());
        assertThat(one.tree().owners().ttls()).hasSameSizeAs(two.tree().owners().ttls());
    }

    private static List<String> sessions(ReplicatedState state) {
        return state.sessions().all().stream()
                .map(session -> session.id() + " " + session.timeoutMs())
                .sorted()
                .toList();
    }

    /** Clients that come, write all kinds of things, and go; the same for the same seed. */
    private static final class Work {
        final House house = new House();
        private final Random random;
        private final List<Caller> callers = new ArrayList<>();

        Work(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 4; i++) {
                callers.add(house.client());
            }
            callers.getFirst().create("/zookeeper/quota/n1", 0);
            callers.getFirst().create("/zookeeper/quota/n1/zookeeper_limits", 0);
            callers.getFirst().create("/zookeeper/quota/n1/zookeeper_stats", 0);
        }

        long digest() {
            return house.machine.state().tree().digest();
        }

        void go(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            house.settle();
        }

        private void step() {
            int which = random.nextInt(callers.size());
            Caller caller = callers.get(which);
            switch (random.nextInt(14)) {
                case 0 -> caller.delete(path());
                case 1, 2 -> caller.set(path(), "x".repeat(random.nextInt(200)), -1);
                case 3 -> caller.send(OpCode.SET_ACL, new Request.SetAcl(bytes(path()), ODD, -1));
                case 4 -> caller.create(OpCode.CREATE_CONTAINER, path(), 0);
                case 5 ->
                        caller.send(
                                OpCode.CREATE_TTL,
                                new Request.CreateTtl(
                                        bytes(path()), Bytes.ABSENT, Acl.OPEN, 5, 5_000));
                case 6 ->
                        caller.multi(
                                createOp(path(), random.nextInt(4)),
                                setOp(path(), "m"),
                                random.nextBoolean() ? deleteOp(path()) : checkOp("/", -1));
                case 7 -> house.propose();
                case 8 -> {
                    if (!house.inFlight.isEmpty()) house.commitNext();
                }
                case 9 -> {
                    if (random.nextInt(10) == 0) house.tick();
                }
                case 10 -> {
                    if (random.nextInt(20) > 0) return;
                    caller.close();
                    callers.set(which, house.client());
                }
                default -> caller.create(path(), random.nextInt(4));
            }
        }

        private String path() {
            var path = new StringBuilder("/n" + random.nextInt(8));
            if (random.nextBoolean()) path.append("/n").append(random.nextInt(8));
            if (random.nextInt(3) == 0) path.append("/n").append(random.nextInt(8));
            return path.toString();
        }
    }
}
