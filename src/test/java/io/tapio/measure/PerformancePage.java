package io.tapio.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints docs/performance.md from what {@code tools/measure} has left in a folder. */
public final class PerformancePage {

    /** The bounds that a workload is to keep, as our figure by theirs; 0 for none. */
    private record Wish(
            String workload, double processor, double throughput, double p50, double p99) {}

    private static final List<Wish> ONE =
            List.of(
                    new Wish("get", 0.20, 3, 0, 0.5),
                    new Wish("exists", 0.20, 3, 0, 0.5),
                    new Wish("children", 0.20, 3, 0, 0.5),
                    new Wish("get-1k", 0.20, 3, 0, 0.5),
                    new Wish("get-256x1", 0.35, 3, 0, 0.5),
                    new Wish("exists-256x1", 0.35, 3, 0, 0.5),
                    new Wish("children-256x1", 0.35, 3, 0, 0.5),
                    new Wish("get-1k-256x1", 0.35, 3, 0, 0.5),
                    new Wish("get-lat", 0.30, 0, 0.35, 0.5),
                    new Wish("set", 0.33, 2, 0, 0.7),
                    new Wish("set-1k", 0.33, 2, 0, 0.7),
                    new Wish("create", 0.33, 2, 0, 0.7),
                    new Wish("create-delete", 0.33, 2, 0, 0.7),
                    new Wish("multi", 0.33, 2, 0, 0.7),
                    new Wish("set-lat", 0.6, 0, 0, 0),
                    new Wish("mixed", 0.33, 2, 0, 0.6),
                    new Wish("mixed-70", 0.33, 2, 0, 0.6),
                    new Wish("sync-get", 0.33, 2, 0, 0.6),
                    new Wish("watch-churn", 0.33, 2, 0, 0.6),
                    new Wish("lock", 0.33, 2, 0, 0.6),
                    new Wish("watch-fanout", 0.5, 0, 0, 0.5),
                    new Wish("connect", 0.5, 2, 0, 0),
                    new Wish("idle", 0.4, 0, 0, 0));
    private static final List<Wish> FANOUT = List.of(new Wish("watch-fanout", 0.5, 0, 0, 0.5));
    private static final List<Wish> THREE =
            List.of(
                    new Wish("get", 0.25, 3, 0, 0),
                    new Wish("set", 0.4, 2, 0, 0.7),
                    new Wish("set-256x1", 0.4, 2, 0, 0.7),
                    new Wish("create-delete", 0.4, 2, 0, 0.7),
                    new Wish("multi", 0.4, 2, 0, 0.7));

    private final Path folder;
    private final PrintStream out;

    private PerformancePage(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new PerformancePage(Path.of(arguments[0]), out).print();
    }

    private void print() throws IOException {
        out.println("# Performance");
        out.println();
        out.println(
                "Made by `tools/measure`, beside Apache ZooKeeper 3.9 in one run, by turns; the load");
        out.println(
                "generator checks every reply. Medians; ratios are Tapio's figure by ZooKeeper's, with");
        out.println(
                "what is wanted of them; bold ones miss it. Processor time of the server, in µs per");
        out.println("operation, moves least with the machine. Both flush before they acknowledge.");
        workloads("One server", "one", ONE);
        workloads("One server, 10 000 watchers of one znode", "fanout", FANOUT);
        memory();
        single(
                "Kill -9 to the first right answer, 1 000 000 znodes, in ms",
                "recovery",
                "recovery",
                "session_ms",
                0.5);
        workloads("Three members (processor time of all together)", "three", THREE);
        single(
                "Kill -9 of the leader of three: gap in writes, in ms",
                "failover",
                "failover",
                "cluster_write_gap_ms",
                0.5);
        machine();
        notes();
    }

    private void workloads(String title, String part, List<Wish> wishes) {
        var runs = Runs.in(folder, part);
        if (wishes.stream().noneMatch(wish -> runs.count("B", wish.workload) > 0)) return;
        section(title);
        out.println(
                "| workload | runs | µs/op ZooKeeper | Tapio | ratio | ops/s ZooKeeper | Tapio | ratio | p50 µs ZooKeeper | Tapio | ratio | p99 µs ZooKeeper | Tapio | ratio | flushes/s ZooKeeper | Tapio | errors |");
        out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (Wish wish : wishes) {
            String name = wish.workload;
            if (runs.count("B", name) == 0) continue;
            String flushes = cell(runs, name, "flushes_s", 0, false).columns();
            out.printf(
                    "| `%s` | %d | %s | %s | %s | %s | %s | %d |%n",
                    name,
                    runs.count("B", name),
                    cell(runs, name, "srv_us_op", wish.processor, false).columns(),
                    cell(runs, name, "ops_s", wish.throughput, true).columns(),
                    cell(runs, name, "p50_us", wish.p50, false).columns(),
                    cell(runs, name, "p99_us", wish.p99, false).columns(),
                    flushes.substring(0, flushes.lastIndexOf(" | ")),
                    runs.wrong("A", name) + runs.wrong("B", name));
        }
    }

    private void memory() {
        var one = Runs.in(folder, "one");
        var fill = Runs.in(folder, "fill");
        section("Memory");
        out.println("| what | ZooKeeper | Tapio | ratio |");
        out.println("|---|--:|--:|--:|");
        out.printf(
                "| live heap per idle session, KiB | %s |%n",
                cell(one, "idle", "heap_kb_session", 1.0, false).columns());
        out.printf(
                "| live heap per znode of 100 B (1 000 000 of them), B | %s |%n",
                cell(fill, "fill", "heap_b_node", 0.5, false).columns());
    }

    private void single(String title, String part, String workload, String figure, double bound) {
        var runs = Runs.in(folder, part);
        if (runs.count("B", workload) == 0) return;
        section(title);
        out.println("| rounds | ZooKeeper | Tapio | ratio | errors |");
        out.println("|--:|--:|--:|--:|--:|");
        out.printf(
                "| %d | %s | %d |%n",
                runs.count("B", workload),
                cell(runs, workload, figure, bound, false).columns(),
                runs.wrong("A", workload) + runs.wrong("B", workload));
    }

    private static Cell cell(
            Runs runs, String workload, String figure, double bound, boolean atLeast) {
        return new Cell(
                runs.median("A", workload, figure),
                runs.median("B", workload, figure),
                bound,
                atLeast);
    }

    private void machine() throws IOException {
        Path limits = folder.resolve("limits.txt");
        if (!Files.exists(limits)) return;
        section("What the machine itself allows");
        out.println("```");
        Files.readAllLines(limits).stream()
                .map(line -> line.replace(folder.toAbsolutePath().toString(), "DIR"))
                .forEach(out::println);
        out.println("```");
    }

    /** What people have found out about these figures. */
    private void notes() throws IOException {
        Path notes = Path.of("docs", "performance-notes.md");
        if (Files.exists(notes)) {
            out.println();
            out.print(Files.readString(notes));
        }
    }

    private void section(String title) {
        out.println();
        out.println("## " + title);
        out.println();
    }
}
