package io.tapio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever comes from outside is read or refused; {@code -Dtapio.fuzz.inputs -Dtapio.fuzz.seed} for
 * more inputs, or the same again.
 */
class ParsersTest {
    private static final int INPUTS = Integer.getInteger("tapio.fuzz.inputs", 100_000);
    private static final long SEED = Long.getLong("tapio.fuzz.seed", new SecureRandom().nextInt());

    @TestFactory
    Stream<DynamicTest> seedsAreTakenAndKeptInputsBreakNothing() {
        return Parsers.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> feedKnown(each)));
    }

    private static void feedKnown(Parser parser) {
        var probe = new Probe(parser);
        for (byte[] seed : parser.seeds()) {
            assertThat(probe.feed(seed)).as("a seed is taken").isTrue();
        }
        Parsers.kept(parser).forEach(probe::feed);
    }

    @TestFactory
    @Fault("F96")
    Stream<DynamicTest> anyInputIsReadOrRefused() {
        return Parsers.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> feedAny(each)));
    }

    private static void feedAny(Parser parser) {
        List<byte[]> known = new ArrayList<>(parser.seeds());
        known.addAll(Parsers.kept(parser));
        var mutator = new Mutator(new SplittableRandom(SEED), known);
        var probe = new Probe(parser);
        int inputs = INPUTS / parser.cost();
        int taken = 0;
        long began = System.nanoTime();
        for (int i = 0; i < inputs; i++) {
            byte[] input = mutator.next();
            if (!probe.feed(input)) continue;

            taken++;
            mutator.keep(input);
        }
        System.out.printf(
                "fuzzed %s from seed %d: %,d inputs, %,d taken, %d ms%n",
                parser, SEED, inputs, taken, (System.nanoTime() - began) / 1_000_000);
        assertThat(taken).as("inputs are near what is taken").isBetween(inputs / 1000, inputs);
    }
}
