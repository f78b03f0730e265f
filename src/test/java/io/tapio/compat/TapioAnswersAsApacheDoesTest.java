package io.tapio.compat;

import io.tapio.processes.EnsembleUnderTest;
import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.Servers;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever clients ask, and whichever member, Tapio answers as one server of Apache ZooKeeper does.
 * Every run asks something new; {@code tapio.compat.seed} asks the same again, {@code
 * tapio.compat.seeds} and {@code tapio.compat.ensembles} say how many conversations with one server
 * and with an ensemble, {@code tapio.compat.steps} how long.
 */
final class TapioAnswersAsApacheDoesTest {
    private static final int SEEDS = Integer.getInteger("tapio.compat.seeds", 20);
    private static final int ENSEMBLES = Integer.getInteger("tapio.compat.ensembles", 2);

    /** Where an ensemble tells of its members, and one server has nothing to tell. */
    private static final String MEMBERS = "/zookeeper/config";

    private static final int STEPS = Integer.getInteger("tapio.compat.steps", 400);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inARandomSession(long seed, @TempDir Path dir) {
        try (ServerUnderTest apache = Servers.apache(dir.resolve("apache"));
                ServerUnderTest tapio = Servers.tapio(dir.resolve("tapio"))) {
            new RandomSession(seed, STEPS).play(apache, tapio);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seedsOfEnsembles")
    void inARandomSessionWithAFollower(long seed, @TempDir Path dir) {
        try (ServerUnderTest apache = Servers.apache(dir.resolve("apache"));
                EnsembleUnderTest tapio = EnsembleUnderTest.start(dir.resolve("tapio"))) {
            new RandomSession(seed, STEPS).avoiding(MEMBERS).play(apache, tapio.atAFollower());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seedsOfEnsembles")
    void inARandomSessionWithClientsThatGoFromMemberToMember(long seed, @TempDir Path dir) {
        try (ServerUnderTest apache = Servers.apache(dir.resolve("apache"));
                EnsembleUnderTest tapio = EnsembleUnderTest.start(dir.resolve("tapio"))) {
            new RandomSession(seed, STEPS).avoiding(MEMBERS).play(apache, tapio);
        }
    }

    static LongStream seeds() {
        return fresh(SEEDS);
    }

    static LongStream seedsOfEnsembles() {
        return fresh(ENSEMBLES);
    }

    private static LongStream fresh(int count) {
        long base =
                Long.getLong(
                        "tapio.compat.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
        System.out.printf("random sessions: base seed %d, %d of them%n", base, count);
        return LongStream.range(base, base + count);
    }
}
