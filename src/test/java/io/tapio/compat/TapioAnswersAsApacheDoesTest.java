package io.tapio.compat;

import io.tapio.testkit.ServerUnderTest;
import io.tapio.testkit.Servers;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever clients ask, Tapio answers as Apache ZooKeeper does. Every run asks something new;
 * {@code tapio.compat.seed} asks the same again, {@code tapio.compat.seeds} says how many
 * conversations, {@code tapio.compat.steps} how long.
 */
final class TapioAnswersAsApacheDoesTest {
    private static final int SEEDS = Integer.getInteger("tapio.compat.seeds", 20);
    private static final int STEPS = Integer.getInteger("tapio.compat.steps", 400);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inARandomSession(long seed, @TempDir Path dir) {
        try (ServerUnderTest apache = Servers.apache(dir.resolve("apache"));
                ServerUnderTest tapio = Servers.tapio(dir.resolve("tapio"))) {
            new RandomSession(seed, STEPS).play(apache, tapio);
        }
    }

    static LongStream seeds() {
        long base =
                Long.getLong(
                        "tapio.compat.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
        System.out.printf("random sessions: base seed %d, %d of them%n", base, SEEDS);
        return LongStream.range(base, base + SEEDS);
    }
}
