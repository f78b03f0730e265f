package io.tapio.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks; what {@code tools/jmh} starts. */
public final class Jmh {
    private static final Path RECORD = Path.of("docs/jmh.md");
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private Jmh() {}

    /** Arguments: {@code [--record] [pattern]}; with the first, all of them are written down. */
    public static void main(String[] args) throws RunnerException, IOException {
        List<String> words = Arrays.asList(args);
        boolean record = words.contains("--record");
        String pattern =
                words.stream().filter(word -> !word.startsWith("--")).findFirst().orElse(".*");
        if (words.contains("--help") || (record && !pattern.equals(".*"))) {
            System.err.println("tools/jmh [pattern] | tools/jmh --record");
            System.exit(2);
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Collection<RunResult> results = run(pattern);
        String table = table(results);
        System.out.println(table);
        if (record) Files.writeString(RECORD, page(table, load));
    }

    private static Collection<RunResult> run(String pattern) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("io\\.tapio\\.jmh\\..*" + pattern)
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs("-Xmx1g", "-XX:+UseParallelGC")
                        .addProfiler(GCProfiler.class);
        return new Runner(options.build()).run();
    }

    private static String table(Collection<RunResult> results) {
        return results.stream()
                .map(Jmh::row)
                .collect(
                        Collectors.joining(
                                "\n",
                                """
                                | benchmark | bytes | ns | ± |
                                |---|--:|--:|--:|
                                """,
                                "\n"));
    }

    private static String row(RunResult result) {
        String name = result.getParams().getBenchmark().replaceFirst("^io\\.tapio\\.jmh\\.", "");
        Result<?> time = result.getPrimaryResult();
        double bytes = result.getSecondaryResults().get(ALLOCATED).getScore();
        return String.format(
                Locale.ROOT,
                "| `%s` | %.0f | %.1f | %.1f |",
                name,
                bytes,
                time.getScore(),
                time.getScoreError());
    }

    private static String page(String table, double load) {
        return """
        # The hot pieces by themselves

        Made by `tools/jmh --record` (JMH 1.37, average of 5 times 1 s). Bytes allocated and nanoseconds of
        one operation, as each class below `src/test/java/io/tapio/jmh` says what that is. Bytes
        are those of compiled code, and do not depend on the machine or on what else it does; times do.

        %s, JDK %s, %d cores, load %.1f at the start%s.

        %s"""
                .formatted(
                        LocalDate.now(),
                        Runtime.version(),
                        CORES,
                        load,
                        load > CORES / 2.0 ? ": a busy machine, so take the times as hints" : "",
                        table);
    }
}
