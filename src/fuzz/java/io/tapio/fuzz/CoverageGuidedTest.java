package io.tapio.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for inputs that take new ways through one parser, {@code -Dtapio.fuzz.parser}.
 * Those worth keeping go to src/test/resources/io/tapio/fuzz, below the parser's name.
 */
class CoverageGuidedTest {
    private static final Parser PARSER =
            Parsers.named(System.getProperty("tapio.fuzz.parser", "peer-word"));
    private static final Probe PROBE = new Probe(PARSER);

    static Stream<byte[]> known() {
        return Stream.concat(PARSER.seeds().stream(), Parsers.kept(PARSER).stream());
    }

    @MethodSource("known")
    @FuzzTest(maxDuration = "10m")
    void anyInputIsReadOrRefused(byte[] input) {
        PROBE.feed(input);
    }
}
