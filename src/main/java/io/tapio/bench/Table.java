package io.tapio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as lines for a terminal. */
final class Table {
    private static final String ROW = "  %-22s %-14s %12s %9s %9s %9s %9s %9s";
    private static final String NOTHING = "–";

    private Table() {}

    static String head() {
        return ROW.formatted(
                "workload", "shape", "ops/s", "cpu µs/op", "p50", "p99", "p99.9", "max");
    }

    /** The row of this result, and what is to be said of it below. */
    static List<String> lines(Result result) {
        List<String> lines = new ArrayList<>();
        if (result.kept().isEmpty() && (result.latency() != null || !result.isGood())) {
            lines.add(row(result));
        }
        for (var kept : result.kept()) lines.add(kept(result, kept));
        for (var kill : result.kills()) {
            lines.add(
                    "    leader %d killed: no write for %s, later for %s; it was back after %s"
                            .formatted(
                                    kill.leader(),
                                    time(1e3 * kill.gap()),
                                    time(1e3 * kill.later()),
                                    time(1e3 * kill.backMs())));
        }
        if (lines.isEmpty()) lines.add("  " + result.name());
        for (var note : result.notes()) lines.add("    " + note);
        for (var wrong : result.wrong()) lines.add("    WRONG: " + wrong);
        long more = result.wrongs() - result.wrong().size();
        if (more > 0) lines.add("    WRONG: and %,d more".formatted(more));
        return lines;
    }

    private static String kept(Result result, Result.Kept kept) {
        return "  %-22s %-14s %12s   of %s for each %s"
                .formatted(
                        result.name(),
                        "%,d".formatted(kept.count()),
                        bytes(kept.bytesEach()),
                        kept.by(),
                        kept.what());
    }

    private static String row(Result result) {
        var latency = result.latency();
        return ROW.formatted(
                result.name(),
                result.shape(),
                count(result.opsPerSecond()),
                micros(result.serverMicrosPerOp()),
                latency == null ? NOTHING : time(latency.p50()),
                latency == null || latency.count() < 100 ? NOTHING : time(latency.p99()),
                latency == null || latency.count() < 1_000 ? NOTHING : time(latency.p999()),
                latency == null ? NOTHING : time(latency.max()));
    }

    // ---- two runs

    static String headOfTwo() {
        return "  %-22s %-14s %26s %26s %26s"
                .formatted("workload", "shape", "ops/s", "cpu µs/op", "p99");
    }

    /** What both have measured, with how many times as much the second is. */
    static List<String> compare(Report a, Report b) {
        List<String> lines = new ArrayList<>();
        lines.add(headOfTwo());
        for (var one : a.results()) {
            b.results().stream()
                    .filter(two -> two.name().equals(one.name()))
                    .filter(two -> two.shape().equals(one.shape()))
                    .findFirst()
                    .ifPresent(two -> lines.add(both(one, two)));
        }
        return lines;
    }

    private static String both(Result one, Result two) {
        var a = one.latency();
        var b = two.latency();
        return "  %-22s %-14s %26s %26s %26s"
                .formatted(
                        one.name(),
                        one.shape(),
                        pair(
                                one.opsPerSecond(),
                                two.opsPerSecond(),
                                count(one.opsPerSecond()),
                                count(two.opsPerSecond())),
                        pair(
                                one.serverMicrosPerOp(),
                                two.serverMicrosPerOp(),
                                micros(one.serverMicrosPerOp()),
                                micros(two.serverMicrosPerOp())),
                        a == null || b == null
                                ? NOTHING
                                : pair(a.p99(), b.p99(), time(a.p99()), time(b.p99())));
    }

    private static String pair(@Nullable Double a, @Nullable Double b, String one, String two) {
        if (a == null || b == null || a == 0) return NOTHING;
        return String.format(Locale.ROOT, "%s → %s ×%.2f", one, two, b / a);
    }

    // ---- words for figures

    static String count(@Nullable Double number) {
        return number == null ? NOTHING : String.format(Locale.ROOT, "%,.0f", number);
    }

    static String micros(@Nullable Double micros) {
        if (micros == null) return NOTHING;
        return String.format(Locale.ROOT, micros < 10 ? "%.2f" : "%.1f", micros);
    }

    static String time(double micros) {
        if (micros < 1_000) return String.format(Locale.ROOT, "%.0f µs", micros);
        if (micros < 1_000_000) {
            return String.format(Locale.ROOT, micros < 1e5 ? "%.1f ms" : "%.0f ms", micros / 1e3);
        }
        return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }

    static String bytes(double bytes) {
        return bytes < 10_000
                ? String.format(Locale.ROOT, "%,.0f B", bytes)
                : String.format(Locale.ROOT, "%,.1f KiB", bytes / 1024);
    }
}
