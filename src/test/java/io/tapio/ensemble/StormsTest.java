package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.sim.Tamper;
import io.tapio.testkit.sim.World;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Not one fault but many of a kind, one upon the other. */
class StormsTest {
    private static final int TICK = 10; // of a member, in units
    private static final int LONG = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F16")
    void betweenStormsOfCrashesWritesGoOn(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 0);
        var random = new Random(seed);
        world.begin();
        for (int storm = 0; storm < 20; storm++) {
            for (int crash = 0; crash < 40; crash++) {
                int unlucky = 1 + random.nextInt(3);
                world.crash(unlucky);
                world.run(random.nextInt(2 * TICK));
                world.start(unlucky);
                world.run(random.nextInt(TICK));
            }
            int committed = world.committed();
            world.run(60 * TICK);
            assertThat(world.committed()).as(world.story("a lull")).isGreaterThan(committed);
        }
        assertThat(world.isWholeAgain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Fault("F18")
    void twentyObserversThatComeBackTogetherDoNotHoldUpTheVoters(long seed) {
        int[] observers = IntStream.rangeClosed(4, 23).toArray();
        var world = new World(seed, Tamper.NOTHING, 3, observers.length);
        world.begin();
        world.run(LONG);
        int before = committedIn(world, LONG);

        int during = 0;
        for (int time = 0; time < 5; time++) {
            IntStream.of(observers).forEach(world::crash);
            world.run(2 * TICK);
            IntStream.of(observers).forEach(world::start);
            during += committedIn(world, LONG / 5);
        }

        assertThat(during).isGreaterThan(before * 3 / 4);
        world.run(LONG);
        assertThat(IntStream.of(observers)).allMatch(world::isServing);
    }

    private static int committedIn(World world, int units) {
        int before = world.committed();
        world.run(units);
        return world.committed() - before;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Fault("F14")
    void epochsThatAreUsedUpOneAfterTheOtherCostNoElection(long seed) {
        var world = new World(seed, Tamper.NOTHING, 3, 1, 60);
        world.begin();
        world.run(LONG);
        world.becomeCalm();
        world.run(LONG);
        int epoch = world.newestEpoch();
        int votes = world.votes();

        for (int i = 0; i < 20; i++) {
            int committed = world.committed();
            world.run(10 * TICK);
            assertThat(world.committed()).as(world.story("a pause")).isGreaterThan(committed);
        }

        int ended = world.newestEpoch() - epoch;
        assertThat(ended).isGreaterThan(3);
        assertThat(world.votes() - votes).as("words of old leaders").isLessThanOrEqualTo(2 * ended);
        assertThat(world.isWholeAgain()).isTrue();
    }
}
