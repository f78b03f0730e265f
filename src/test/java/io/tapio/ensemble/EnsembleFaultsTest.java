package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.ServerId;
import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that have a name, one at a time, in several worlds each. */
class EnsembleFaultsTest {
    private static final int LONG = 3_000;
    private static final int GAP = 30; // messages and flushes take 11; a tick is 10

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Fault("F38")
    void aWipedAndALaggingMemberElectNobodyAndSayWhomTheyAwait(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 0);
        world.begin();
        world.run(LONG);
        world.cutOff(1);
        world.run(LONG);
        int committed = world.committed();

        world.crash(3);
        world.wipe(2);
        world.join();
        world.start(2);
        world.run(LONG);

        assertThat(world.leader()).isEmpty();
        assertThat(world.awaitedBy(1)).containsExactly(new ServerId(3));
        assertThat(world.awaitedBy(2)).containsExactly(new ServerId(3));
        assertThat(world.committed()).isEqualTo(committed);

        world.start(3);
        world.run(LONG);
        assertThat(world.isWholeAgain()).isTrue();
        assertThat(world.committed()).isGreaterThan(committed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Fault("F37")
    void aWipedMemberIsHealedByTheOthersAndThenVotes(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 0);
        world.begin();
        world.run(LONG);
        world.wipe(2);
        world.start(2);
        world.run(LONG);
        assertThat(world.isWholeAgain()).isTrue();

        world.crash(world.leader().orElseThrow() == 1 ? 1 : 3);
        world.run(LONG);

        assertThat(world.leader()).as("its vote is needed now").isPresent();
    }

    @ParameterizedTest
    @Fault("F52")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aMemberThatCannotHearTheLeaderDisturbsNobody(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 0);
        world.begin();
        world.run(LONG);
        int leader = world.leader().orElseThrow();
        int deaf = leader % 3 + 1;

        world.wall(leader, deaf);
        int committed = world.committed();
        world.run(LONG);

        assertThat(world.leader()).contains(leader);
        assertThat(world.isServing(deaf)).isFalse();
        assertThat(world.committed()).isGreaterThan(committed);
    }

    @ParameterizedTest
    @Fault("F50")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLeaderWithoutAQuorumStopsAndReturnsAsAFollower(long seed) {
        var world = new World(seed, Tamper.NOTHING, 5, 0);
        world.begin();
        world.run(LONG);
        int old = world.leader().orElseThrow();

        world.cutOff(old);
        world.run(300);
        assertThat(world.isServing(old)).isFalse();
        world.run(LONG);
        assertThat(world.leader()).isPresent().get().isNotEqualTo(old);

        int next = world.leader().orElseThrow();
        world.join();
        world.run(LONG);
        assertThat(world.leader()).contains(next);
        assertThat(world.isWholeAgain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLeaderHandsOverWithoutAnElection(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 1);
        world.begin();
        world.run(LONG);
        world.becomeCalm();
        world.run(LONG);
        int old = world.leader().orElseThrow();
        int votes = world.votes();

        world.handOver(old);

        int gap = world.unitsUntilAnotherLeads(old);
        assertThat(gap).as(world.story("gap " + gap)).isLessThan(GAP);
        assertThat(world.isWholeAgain()).isTrue();
        assertThat(world.votes()).isEqualTo(votes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSurvivorsOfADeadLeaderWaitForNobody(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 0);
        world.begin();
        world.run(LONG);
        world.becomeCalm();
        world.run(LONG);
        int old = world.leader().orElseThrow();

        world.crash(old);
        world.runUntilLooking(old % 3 + 1);
        world.runUntilLooking((old + 1) % 3 + 1);

        int gap = world.unitsUntilAnotherLeads(old);
        assertThat(gap).as(world.story("gap " + gap)).isLessThan(GAP);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aNewEnsembleWaitsForAllItsVoters(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 1);
        world.start(1);
        world.start(2);
        world.start(4);
        world.run(LONG);
        assertThat(world.leader()).isEmpty();
        assertThat(world.awaitedBy(1)).containsExactly(new ServerId(3));

        world.start(3);
        world.run(LONG);
        assertThat(world.leader()).isPresent();
        assertThat(world.isServing(4)).isTrue();
    }
}
