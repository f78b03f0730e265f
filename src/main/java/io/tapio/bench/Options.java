package io.tapio.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the command line; what was not said is as the suite has it. */
final class Options {
    private static final int DEFAULT_PORT = 2181;
    private static final int FAIL_OVER_MEMBERS = 3;
    private static final int DATA_MAX_BYTES = 1_000_000;

    @Option(
            names = "--hosts",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Servers to measure, separated by commas; connections go to all in turn.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--pids",
            split = ",",
            paramLabel = "PID",
            description =
                    "Their processes, if they run on this machine: adds processor time and memory.")
    private List<Long> pids = new ArrayList<>();

    @Option(
            names = "--members",
            paramLabel = "N",
            description = "Without --hosts: an ensemble of so many, 1 to 7 (1).")
    private @Nullable Integer members;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            description = "'quick' takes less than a minute (default), 'full' about five.")
    private String suite = "quick";

    @Option(names = "--seconds", paramLabel = "S", description = "Each is measured so long (2).")
    private @Nullable Double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description = "And runs so long before, unmeasured (0.5).")
    private @Nullable Double warmUp;

    @Option(names = "--connections", paramLabel = "N", description = "Connections (16).")
    private @Nullable Integer connections;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Requests under way on each connection (16).")
    private @Nullable Integer window;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Operations a second, due at a steady rate; their time counts from when they"
                            + " were due. Without it: as many as are answered.")
    private @Nullable Double rate;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the benchmark (1).")
    private @Nullable Integer threads;

    @Option(names = "--nodes", paramLabel = "N", description = "Znodes to work on (10000).")
    private @Nullable Integer nodes;

    @Option(names = "--size", paramLabel = "BYTES", description = "Data of each (100).")
    private @Nullable Integer size;

    @Option(names = "--reads", paramLabel = "PERCENT", description = "Reads in 'mixed' (90).")
    private @Nullable Integer reads;

    @Option(names = "--watchers", paramLabel = "N", description = "Watchers in 'fan-out' (500).")
    private @Nullable Integer watchers;

    @Option(names = "--kills", paramLabel = "N", description = "Kills in 'fail-over' (1).")
    private @Nullable Integer kills;

    @Option(names = "--sessions", paramLabel = "N", description = "Sessions in 'memory' (1000).")
    private @Nullable Integer sessions;

    @Option(names = "--znodes", paramLabel = "N", description = "Znodes in 'memory' (20000).")
    private @Nullable Integer znodes;

    @Option(names = "--label", paramLabel = "TEXT", description = "A name for this run.")
    private String label = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where report.html goes, and a server of our own lives (target/bench).")
    private Path out = Path.of("target", "bench");

    @Option(names = "--json", paramLabel = "FILE", description = "All figures, for --compare.")
    private @Nullable Path json;

    Path out() {
        return out;
    }

    /** What makes no sense is an exception that {@code senseless} makes. */
    Wanted wanted(List<String> words, Function<String, ParameterException> senseless) {
        try {
            return new Check().wanted(words);
        } catch (IllegalArgumentException e) {
            throw senseless.apply(String.valueOf(e.getMessage()));
        }
    }

    private final class Check {
        private Wanted wanted(List<String> words) {
            if (!suite.equals("quick") && !suite.equals("full")) {
                throw new IllegalArgumentException("--suite is quick or full, not '" + suite + "'");
            }
            var settings = settings(suite.equals("full") ? Settings.full() : Settings.quick());
            var steps = steps(words, new Suite(settings));
            boolean kills = steps.stream().anyMatch(Step.FailOver.class::isInstance);
            int count = members(kills && hosts.isEmpty());
            if (words.isEmpty() && count >= FAIL_OVER_MEMBERS) {
                steps.add(new Step.FailOver(settings.kills()));
            } else if (kills && (!hosts.isEmpty() || count < FAIL_OVER_MEMBERS)) {
                throw new IllegalArgumentException(
                        "fail-over kills members, so it takes an ensemble of its own:"
                                + " no --hosts, and --members 3 or more");
            }
            return new Wanted(
                    steps,
                    settings,
                    hosts.stream().map(Check::address).toList(),
                    pids,
                    count,
                    label,
                    out,
                    Optional.ofNullable(json));
        }

        private List<Step> steps(List<String> words, Suite from) {
            if (words.isEmpty()) {
                return new ArrayList<>(suite.equals("full") ? from.full() : from.quick());
            }
            List<Step> steps = new ArrayList<>();
            for (var word : words) steps.addAll(from.steps(word).orElseThrow(() -> unknown(word)));
            return steps;
        }

        private static IllegalArgumentException unknown(String word) {
            var meant = Suite.suggestion(word).map(w -> "; did you mean '" + w + "'?");
            return new IllegalArgumentException(
                    "unknown workload '%s'%s"
                            .formatted(
                                    word,
                                    meant.orElse(
                                            "; there are "
                                                    + String.join(", ", Suite.words().keySet()))));
        }

        private int members(boolean kills) {
            if (members != null && !hosts.isEmpty()) {
                throw new IllegalArgumentException("either --hosts or --members");
            }
            if (members == null) return kills ? FAIL_OVER_MEMBERS : 1;
            return within("--members", members, 1, 7);
        }

        private Settings settings(Settings usual) {
            if (rate != null && !(rate > 0))
                throw new IllegalArgumentException("--rate is above 0");
            return new Settings(
                    or("--connections", connections, usual.connections(), 1, 100_000),
                    or("--window", window, usual.window(), 1, 100_000),
                    or("--threads", threads, usual.threads(), 1, 64),
                    rate == null ? 0 : rate,
                    time("--warmup", warmUp, usual.warmUp(), 0),
                    time("--seconds", seconds, usual.time(), 0.2),
                    or("--nodes", nodes, usual.nodes(), Ground.FAN, 10_000_000),
                    or("--size", size, usual.size(), Content.LEAST_BYTES, DATA_MAX_BYTES),
                    or("--reads", reads, usual.reads(), 0, 100),
                    or("--watchers", watchers, usual.watchers(), 1, 100_000),
                    or("--kills", kills, usual.kills(), 1, 1_000),
                    or("--sessions", sessions, usual.sessions(), 1, 100_000),
                    or("--znodes", znodes, usual.znodes(), 1, 10_000_000));
        }

        private static int or(String name, @Nullable Integer said, int usual, int least, int most) {
            return said == null ? usual : within(name, said, least, most);
        }

        private static int within(String name, int said, int least, int most) {
            if (said >= least && said <= most) return said;
            throw new IllegalArgumentException(
                    "%s is %,d to %,d, not %,d".formatted(name, least, most, said));
        }

        private static Duration time(
                String name, @Nullable Double said, Duration usual, double least) {
            if (said == null) return usual;
            if (said >= least && said <= 86_400) return Duration.ofMillis(Math.round(1000 * said));
            throw new IllegalArgumentException(
                    "%s is %s to 86400, not %s".formatted(name, least, said));
        }

        /** {@code host}, {@code host:port} or {@code [v6]:port}. */
        private static InetSocketAddress address(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.lastIndexOf(']') && text.indexOf(':') >= 0;
            var host = (hasPort ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
            try {
                int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT;
                if (host.isEmpty()) throw new IllegalArgumentException();
                return new InetSocketAddress(host, port);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--hosts wants HOST:PORT, not '" + text + "'", e);
            }
        }
    }
}
