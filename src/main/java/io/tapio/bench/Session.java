package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run: servers found or started, every step taken and told, and the reports written. */
final class Session {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final List<Op> WARMING = List.of(Op.MIXED, Op.CREATE_DELETE, Op.CHILDREN);

    private final Wanted wanted;
    private final PrintWriter out;

    Session(Wanted wanted, PrintWriter out) {
        this.wanted = wanted;
        this.out = out;
    }

    /** Whether every reply was right. */
    boolean run() throws IOException {
        if (!wanted.hosts().isEmpty()) {
            return measure(new Target(wanted.hosts(), wanted.pids(), Optional.empty()));
        }
        out.printf(
                "starting %s ...%n",
                wanted.members() == 1 ? "a server" : "an ensemble of " + wanted.members());
        var folder = wanted.out().resolve("servers").toAbsolutePath();
        try (var own = OwnServers.start(folder, wanted.members())) {
            return measure(new Target(own.addresses(), List.of(), Optional.of(own)));
        }
    }

    private boolean measure(Target target) throws IOException {
        List<ServerSeen> servers = new ArrayList<>();
        for (var host : target.hosts()) servers.add(ServerSeen.ask(host));
        for (var each : servers) {
            out.printf("%s  %s, %s%n", each.address(), each.version(), each.mode());
        }
        List<Result> results = new ArrayList<>();
        if (loads()) warmUp(target, results);
        out.println("\n" + Table.head());
        take(new Bench(target, wanted.settings()), wanted.steps(), results);
        return tell(report(target, servers, results));
    }

    private void take(Bench bench, List<Step> steps, List<Result> results) {
        for (var step : steps) {
            var result = take(bench, step);
            results.add(result);
            Table.lines(result).forEach(out::println);
        }
        clear(bench);
    }

    /**
     * A JVM that was just started has everything to learn yet; what it does meanwhile says little,
     * but must be right all the same.
     */
    private void warmUp(Target target, List<Result> results) {
        var settings = wanted.settings();
        var each = settings.time().multipliedBy(2).dividedBy(WARMING.size());
        var most = WARM_UP.dividedBy(WARMING.size());
        var span = each.compareTo(most) < 0 ? each : most;
        var bench = new Bench(target, settings.warmingUp(span));
        for (var op : WARMING) {
            var result = take(bench, new Step.Load(op, settings.connections(), settings.window()));
            if (!result.isGood()) {
                results.add(result);
                Table.lines(result).forEach(out::println);
            }
        }
        clear(bench);
    }

    private void clear(Bench bench) {
        try {
            bench.clear();
        } catch (IOException e) {
            out.printf("  %s is left behind there: %s%n", bench.root(), e.getMessage());
        }
    }

    /** What cannot be measured is wrong, and no reason to lose all the rest. */
    private static Result take(Bench bench, Step step) {
        try {
            return bench.take(step);
        } catch (IOException e) {
            var broken = new Complaints();
            broken.add("it could not be measured: " + e.getMessage());
            return new ResultBuilder(step).build(broken);
        }
    }

    private boolean loads() {
        return wanted.steps().stream()
                .anyMatch(step -> !(step instanceof Step.FailOver || step instanceof Step.Memory));
    }

    private Report report(Target target, List<ServerSeen> servers, List<Result> results) {
        var when =
                ZonedDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        var first = servers.getFirst();
        var label = wanted.label().isEmpty() ? first.version() : wanted.label();
        return new Report(
                Report.FORMAT,
                label,
                when,
                Machine.here(),
                servers,
                target.own().isPresent(),
                !target.pidsNow().isEmpty(),
                wanted.settings().words(),
                results);
    }

    private boolean tell(Report report) throws IOException {
        if (wanted.json().isPresent()) report.write(wanted.json().get());
        var page = wanted.out().resolve("report.html");
        Page.write(page, List.of(report));
        out.println("\n  page of charts: " + page);
        long wrongs = report.results().stream().mapToLong(Result::wrongs).sum();
        out.println(
                report.isGood()
                        ? "  every reply was right"
                        : "  %,d things were WRONG".formatted(wrongs));
        return report.isGood();
    }
}
