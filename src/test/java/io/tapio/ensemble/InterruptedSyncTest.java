package io.tapio.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.testkit.sim.World;
import io.tapio.zab.ZabMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is brought up to date begins again from its disk, at whatever message it is stopped. */
class InterruptedSyncTest {
    private static final int LONG = 1_000;
    private static final int MESSAGES_MAX = 40;

    /** Who falls. */
    enum Victim {
        LEARNER,
        LEADER
    }

    private CrashPoint point;
    private World world;
    private int learner;

    @ParameterizedTest
    @CsvSource({"1,LEARNER", "2,LEARNER", "3,LEADER", "4,LEADER"})
    @Fault("F10")
    void byWhatItMissed(long seed, Victim victim) {
        interruptEverywhere(
                ZabMessage.Diff.class,
                victim,
                () -> {
                    int leader = begin(seed);
                    learner = others(leader).getFirst();
                    world.cutOff(learner);
                    world.run(200);
                    world.join();
                });
    }

    @ParameterizedTest
    @CsvSource({"1,LEARNER", "2,LEARNER", "3,LEADER", "4,LEADER"})
    @Fault({"F10", "F11"})
    void byACutOfWhatNobodyElseHas(long seed, Victim victim) {
        interruptEverywhere(
                ZabMessage.Trunc.class,
                victim,
                () -> {
                    learner = begin(seed);
                    point.killAllFrom(learner);
                    world.run(60);
                    world.cutOff(learner);
                    point.revive();
                    world.run(LONG);
                    world.join();
                });
    }

    @ParameterizedTest
    @CsvSource({"1,LEARNER", "2,LEARNER", "3,LEADER", "4,LEADER"})
    @Fault("F10")
    void byTheWholeTree(long seed, Victim victim) {
        interruptEverywhere(
                ZabMessage.SnapshotOffer.class,
                victim,
                () -> {
                    int leader = begin(seed);
                    learner = others(leader).getFirst();
                    world.cutOff(learner);
                    world.run(200);
                    for (int i = 0; i < 50; i++) {
                        world.run(1);
                        others(learner).forEach(world::compact);
                    }
                    world.join();
                });
    }

    private int begin(long seed) {
        point = new CrashPoint();
        world = new World(seed, point, 3, 0);
        world.begin();
        world.run(LONG);
        return world.leader().orElseThrow();
    }

    private static List<Integer> others(int than) {
        return IntStream.rangeClosed(1, 3).filter(each -> each != than).boxed().toList();
    }

    /** In as many worlds as there are messages, all alike up to the one at which it happens. */
    private void interruptEverywhere(
            Class<? extends ZabMessage.Sync> kind, Victim victim, Runnable beginning) {
        int message = 1;
        while (interrupt(kind, victim, beginning, message)) message++;

        assertThat(message).as("messages").isBetween(4, MESSAGES_MAX);
    }

    private boolean interrupt(
            Class<? extends ZabMessage.Sync> kind, Victim victim, Runnable beginning, int at) {
        beginning.run();
        var count = new Count(kind);
        if (!point.reach(world, (from, to, said) -> count.next(from, to, said) == at)) return false;

        int leader = point.from() == learner ? point.to() : point.from();
        int falls = victim == Victim.LEARNER ? learner : leader;
        world.crash(falls);
        world.run(at % 3 == 0 ? 0 : 50);
        world.start(falls);
        world.run(LONG);
        assertThat(world.isWholeAgain()).as(world.story("stopped at message " + at)).isTrue();
        return true;
    }

    /** Counts the messages by which the learner is brought up to date. */
    private final class Count {
        private final Class<? extends ZabMessage.Sync> kind;
        private int count;

        Count(Class<? extends ZabMessage.Sync> kind) {
            this.kind = kind;
        }

        int next(int from, int to, ZabMessage said) {
            boolean sync = said instanceof ZabMessage.Sync && (from == learner || to == learner);
            if (sync && (count > 0 || kind.isInstance(said))) count++;
            return sync ? count : 0;
        }
    }
}
