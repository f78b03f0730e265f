package io.tapio.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that are broken in one way for long, on virtual time. A unit stands for 20 ms: ticks of
 * 200 ms take 10.
 */
class NetworkFaultsTest {
    private static final int LONG = 3_000; // a minute
    private static final int SETTLED = 1_000;

    private static World settled(long seed, int voters) {
        var world = new World(seed, Tamper.NOTHING, voters, 0);
        world.begin();
        world.run(LONG);
        return world;
    }

    private static void assertProgress(World world) {
        int committed = world.committed();
        world.run(LONG);
        assertThat(world.committed()).as(world.story("progress")).isGreaterThan(committed + 100);
    }

    private static void assertWholeWhenJoined(World world) {
        world.join();
        world.run(LONG);
        assertThat(world.isWholeAgain()).as(world.story("whole again")).isTrue();
    }

    @Test
    @Fault("F52")
    void whicheverWayIsLostInOneDirectionWritesGoOn() {
        for (int from = 1; from <= 3; from++) {
            for (int to = 1; to <= 3; to++) {
                if (from == to) continue;
                var world = settled(10 * from + to, 3);
                world.wall(from, to);
                world.run(SETTLED);
                assertProgress(world);
                assertLeaderStays(world);
                assertWholeWhenJoined(world);
            }
        }
    }

    private static void assertLeaderStays(World world) {
        var leader = world.leader();
        assertThat(leader).as(world.story("a leader")).isPresent();
        for (int i = 0; i < 100; i++) {
            world.run(LONG / 100);
            assertThat(world.leader()).as(world.story("the same leader")).isEqualTo(leader);
        }
    }

    @ParameterizedTest
    @Fault("F53")
    @ValueSource(ints = {1, 2, 3})
    void ofTwoThatReachOnlyAThirdOneOrTheThirdLeadsForGood(int bridge) {
        for (int seed = 1; seed <= 5; seed++) {
            var world = settled(seed, 3);
            int one = bridge % 3 + 1;
            int other = one % 3 + 1;
            world.wall(one, other);
            world.wall(other, one);
            world.run(SETTLED);
            assertProgress(world);
            assertLeaderStays(world);
            assertWholeWhenJoined(world);
        }
    }

    @ParameterizedTest
    @Fault("F54")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inARingOfFiveNothingIsLostAndThereIsProgress(long seed) {
        var world = settled(seed, 5);
        for (int one = 1; one <= 5; one++) {
            for (int other = 1; other <= 5; other++) {
                int apart = Math.abs(one - other);
                if (apart == 2 || apart == 3) world.wall(one, other);
            }
        }
        world.run(SETTLED);
        assertProgress(world);
        assertWholeWhenJoined(world);
    }

    @ParameterizedTest
    @Fault("F55")
    @ValueSource(longs = {1, 2, 3, 4})
    void aLinkThatComesAndGoesMakesFewLeaders(long seed) {
        var world = settled(seed, 3);
        int leader = world.leader().orElseThrow();
        int follower = leader % 3 + 1;
        int committed = world.committed();
        int epoch = world.newestEpoch();
        int minutes = 10;
        for (int i = 0; i < minutes * 300; i++) {
            world.wall(leader, follower);
            world.wall(follower, leader);
            world.run(5);
            world.join();
            world.run(5);
        }
        assertThat(world.newestEpoch() - epoch)
                .as(world.story("epochs used up"))
                .isLessThanOrEqualTo(3 * minutes);
        assertThat(world.committed()).isGreaterThan(committed + 1_000);
        assertWholeWhenJoined(world);
    }

    @ParameterizedTest
    @Fault("F56")
    @ValueSource(ints = {1, 10, 30})
    void lossAndDelayAndDuplicatesSlowDownAndBreakNothing(int lossPercent) {
        int calm = writesInAMinute(settled(7, 3));
        for (int seed = 1; seed <= 4; seed++) {
            var world = settled(seed, 3);
            world.becomeStormy(lossPercent, 50, 25);
            world.run(SETTLED);
            int stormy = writesInAMinute(world);
            assertThat(stormy).as(world.story("writes")).isGreaterThan(calm / 10);
            world.becomeCalm();
            assertWholeWhenJoined(world);
        }
    }

    private static int writesInAMinute(World world) {
        int before = world.committed();
        world.run(LONG);
        return world.committed() - before;
    }

    @Test
    @Fault("F51")
    void theGreaterPartOfFiveWritesAndTheSmallerDoesNot() {
        for (int seed = 1; seed <= 5; seed++) {
            var world = settled(seed, 5);
            int leader = world.leader().orElseThrow();
            int companion = leader % 5 + 1;
            IntStream.rangeClosed(1, 5)
                    .filter(m -> m != leader && m != companion)
                    .forEach(
                            m -> {
                                for (int few : new int[] {leader, companion}) {
                                    world.wall(m, few);
                                    world.wall(few, m);
                                }
                            });
            world.run(SETTLED);
            assertThat(world.isServing(leader)).isFalse();
            assertThat(world.isServing(companion)).isFalse();
            assertProgress(world);
            assertWholeWhenJoined(world);
        }
    }
}
