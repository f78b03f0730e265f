package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.World;
import io.tapio.zab.ZabMessage;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members crash at the very message at which it hurts most; each in several worlds. */
class CrashPointsTest {
    private static final int LONG = 1_000;
    private static final int ON_THEIR_WAY = 40; // after that, messages have come and are on disk

    private final CrashPoint point = new CrashPoint();
    private World world;
    private int voters;

    /** A world that has written for a while; returns who leads. */
    private int begin(long seed, int count) {
        voters = count;
        world = new World(seed, point, voters, 0);
        world.begin();
        world.run(LONG);
        return world.leader().orElseThrow();
    }

    private List<Integer> others(int... than) {
        return IntStream.rangeClosed(1, voters)
                .filter(each -> IntStream.of(than).noneMatch(one -> one == each))
                .boxed()
                .toList();
    }

    private void reach(CrashPoint.Moment moment) {
        assertThat(point.reach(world, moment)).as("the moment comes").isTrue();
    }

    private void assertAnotherLeadsThan(int old) {
        point.revive();
        world.run(LONG);
        assertThat(world.leader()).as(world.story("a leader")).isPresent();
        assertThat(world.leader()).get().isNotEqualTo(old);
    }

    private void assertAllAreWholeAgain() {
        others().forEach(world::start);
        world.run(LONG);
        assertThat(world.isWholeAgain()).as(world.story("whole again")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F02")
    void anEpochWhoseLeaderIsGoneBeforeAQuorumAcceptedItIsNotUsedAgain(long seed) {
        int old = begin(seed, 5);
        world.crash(old);
        reach((from, to, said) -> said instanceof ZabMessage.LeaderInfo);
        int gone = point.from();
        int epoch = ((ZabMessage.LeaderInfo) point.message()).epoch();
        point.killAllTo(gone);
        world.run(ON_THEIR_WAY);
        world.crash(gone);

        assertAnotherLeadsThan(gone);
        assertThat(world.newestEpoch()).isGreaterThan(epoch);
        assertAllAreWholeAgain();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F03")
    void whoHasWrittenDownAnEpochAndIsGoneComesBackAndGivesNoWordTwice(long seed) {
        int old = begin(seed, 3);
        world.crash(old);
        reach((from, to, said) -> said instanceof ZabMessage.AckEpoch);
        int gone = point.from();
        world.crash(gone);
        world.run(ON_THEIR_WAY);
        world.start(gone);

        assertAnotherLeadsThan(old);
        assertAllAreWholeAgain();
    }

    /**
     * The third has all, but in an older epoch: if the one who lagged came back with the new epoch
     * and without its history, it would be elected, and cut the third.
     */
    @ParameterizedTest
    @CsvSource({"1,0", "2,3", "3,6", "4,9", "5,12", "6,15", "7,20", "8,30"})
    @Fault("F04")
    void whoLaggedAndIsGoneWhenANewLeaderIsMadeHasNoEpochWithoutItsHistory(long seed, int later) {
        int lagging = aLeaderBringsUpWhoLagged(seed);
        reach((from, to, said) -> said instanceof ZabMessage.NewLeader && to == lagging);
        int leader = point.from();
        world.run(later);
        bothFallAndOneComesBack(leader, lagging);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,0", "4,1", "5,2", "6,3", "7,5", "8,8"})
    @Fault("F05")
    void whoAcknowledgedANewLeaderAndIsGoneHasItsHistoryOnDisk(long seed, int later) {
        int lagging = aLeaderBringsUpWhoLagged(seed);
        reach((from, to, said) -> said instanceof ZabMessage.AckNewLeader && from == lagging);
        int leader = point.to();
        world.run(later);
        bothFallAndOneComesBack(leader, lagging);
    }

    /** Of three, one lags behind a new leader, who brings it up; the third hears of nothing. */
    private int aLeaderBringsUpWhoLagged(long seed) {
        int old = begin(seed, 3);
        int lagging = others(old).getFirst();
        world.cutOff(lagging);
        world.run(300);
        others().forEach(world::crash);
        world.join();
        others().forEach(world::start);
        reach((from, to, said) -> said instanceof ZabMessage.LeaderInfo);
        int leader = point.from();
        assertThat(leader).isNotEqualTo(lagging);
        point.kill(leader, others(leader, lagging).getFirst());
        return lagging;
    }

    private void bothFallAndOneComesBack(int leader, int lagging) {
        world.crash(lagging);
        world.crash(leader);
        world.start(lagging);
        assertAnotherLeadsThan(leader);
        assertAllAreWholeAgain();
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,0", "4,1", "5,1", "6,1", "7,2", "8,2", "9,2"})
    @Fault("F06")
    void whatALeaderProposedBeforeItFellIsThereIfAQuorumHasIt(long seed, int reached) {
        int old = begin(seed, 5);
        var chosen = others(old).subList(0, reached);
        for (int each : others(old)) {
            point.kill(each, old);
            if (!chosen.contains(each)) point.kill(old, each);
        }
        reach((from, to, said) -> said instanceof ZabMessage.Proposal && from == old);
        Zxid proposed = ((ZabMessage.Proposal) point.message()).entries().last();
        var have = new HashSet<Integer>();
        if (reached > 0) {
            reach(
                    (from, to, said) -> {
                        if (acknowledges(said, proposed)) have.add(from);
                        return have.containsAll(chosen);
                    });
        }
        world.crash(old);

        assertAnotherLeadsThan(old);
        if (reached == 0) assertThat(world.isCommitted(proposed)).isFalse();
        if (reached == 2) assertThat(world.isCommitted(proposed)).isTrue();
        assertAllAreWholeAgain();
    }

    private static boolean acknowledges(ZabMessage said, Zxid entry) {
        return said instanceof ZabMessage.Ack ack && !entry.isAfter(ack.logged());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F07")
    void whatAQuorumAcknowledgedSurvivesALeaderThatTellsNobody(long seed) {
        int old = begin(seed, 5);
        reach((from, to, said) -> said instanceof ZabMessage.Commit && from == old);
        Zxid upTo = ((ZabMessage.Commit) point.message()).upTo();
        world.crash(old);

        assertAnotherLeadsThan(old);
        assertThat(world.isCommitted(upTo)).isTrue();
        assertAllAreWholeAgain();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F08")
    void whatOneFollowerKnowsToBeCommittedSurvivesTheLeader(long seed) {
        int old = begin(seed, 3);
        int told = others(old).getFirst();
        int untold = others(old).getLast();
        point.kill(old, untold);
        reach((from, to, said) -> said instanceof ZabMessage.Proposal && from == old);
        Zxid proposed = ((ZabMessage.Proposal) point.message()).entries().last();
        reach(
                (from, to, said) ->
                        said instanceof ZabMessage.Commit(Zxid upTo)
                                && to == told
                                && !proposed.isAfter(upTo));
        world.run(ON_THEIR_WAY);
        world.crash(old);

        assertAnotherLeadsThan(old);
        assertThat(world.leader()).contains(told);
        assertThat(world.isCommitted(proposed)).isTrue();
        assertAllAreWholeAgain();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F12")
    void theHighestOfTheQuorumLeadsWhileOneThatHasMoreIsCutOff(long seed) {
        int old = begin(seed, 5);
        List<Integer> rest = others(old);
        world.wall(old, rest.get(0));
        world.run(ON_THEIR_WAY);
        world.wall(old, rest.get(1));
        world.run(ON_THEIR_WAY);
        point.killAllFrom(old);
        reach((from, to, said) -> said instanceof ZabMessage.Proposal && from == old);
        Zxid onlyThere = ((ZabMessage.Proposal) point.message()).entries().last();
        world.cutOff(old);

        assertAnotherLeadsThan(old);
        assertThat(world.leader().orElseThrow()).isIn(rest.get(2), rest.get(3));
        world.join();
        assertAllAreWholeAgain();
        assertThat(world.isCommitted(onlyThere)).isFalse();
    }
}
