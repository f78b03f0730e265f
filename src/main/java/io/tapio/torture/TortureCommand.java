package io.tapio.torture;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** The program behind {@code tools/tapio torture}. */
public final class TortureCommand {
    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int SENSELESS = 2;

    private TortureCommand() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** Tortures an ensemble as the words say, and tells what came out by an exit code. */
    static int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(Wanted.USAGE);
            return GOOD;
        }
        try {
            var wanted = Wanted.parse(words, RandomGenerator.getDefault().nextLong() >>> 16);
            return new Torture(wanted, System.out::println).run() ? GOOD : BAD;
        } catch (Wanted.Senseless senseless) {
            System.err.println(senseless.getMessage() + "\n\n" + Wanted.USAGE.stripTrailing());
            return SENSELESS;
        } catch (IOException e) {
            System.err.println("The torture was broken off: " + e);
            return BAD;
        }
    }
}
