package io.tapio.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program behind {@code tools/tapio bench}. */
@Command(
        name = "tapio bench",
        sortOptions = false,
        usageHelpWidth = 100,
        header = "How fast a server of ZooKeeper's protocol is, and what it costs.%n",
        descriptionHeading = "%n",
        customSynopsis = {
            "Usage: tapio bench [WORKLOAD...] [--hosts HOST:PORT,... [--pids PID,...] | --members N]",
            "                   [OPTION...]",
            "       tapio bench --compare FILE FILE [--out DIR]",
        },
        parameterListHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%n",
        description = {
            "Without --hosts a server of our own is started, with its data on the disk of --out, and"
                    + " thrown away. Every reply is held against what was asked.",
        })
final class BenchCommand implements Callable<Integer> {
    static final int GOOD = 0;
    static final int BAD = 1;
    static final int SENSELESS = 2;

    /** picocli fills them in. */
    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORKLOAD",
            description = "What to measure (see below); all of --suite if none is named.")
    private List<String> workloads = new ArrayList<>();

    @Mixin private Options options = new Options();

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "FILE",
            description = "Measures nothing, and shows two runs that --json wrote, side by side.")
    private List<Path> compared = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private final PrintWriter out;

    BenchCommand(PrintWriter out) {
        this.out = out;
    }

    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    /** Measures as the words say, and tells by an exit code how it went. */
    static int run(List<String> words, PrintWriter out, PrintWriter err) {
        var command = new BenchCommand(out);
        var line = new CommandLine(command);
        line.getCommandSpec().usageMessage().footer(glossary());
        return line.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(BenchCommand::tellSenseless)
                .setExecutionExceptionHandler((e, at, parsed) -> tellBroken(e, at))
                .execute(words.toArray(String[]::new));
    }

    private static int tellSenseless(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        line.getErr().println("tapio bench: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
            line.getErr().println("'tapio bench --help' shows what can be said.");
        }
        return SENSELESS;
    }

    private static int tellBroken(Exception e, CommandLine line) throws Exception {
        switch (e) {
            case IOException lost -> line.getErr().println("tapio bench: " + lost.getMessage());
            case UncheckedIOException lost ->
                    line.getErr().println("tapio bench: " + lost.getMessage());
            default -> throw e;
        }
        return BAD;
    }

    /** The workloads, as lines for the end of the help. */
    static String[] glossary() {
        var lines = new ArrayList<>(List.of("Workloads:"));
        Suite.words().forEach((word, what) -> lines.add("  %-14s %s".formatted(word, what)));
        lines.add("");
        lines.add("Exit code: 0 every reply was right, 1 something was wrong or could not be");
        lines.add("measured, 2 the command line makes no sense");
        return lines.toArray(String[]::new);
    }

    @Override
    public Integer call() throws IOException {
        if (!compared.isEmpty()) return compare();
        var wanted = options.wanted(workloads, this::senseless);
        return new Session(wanted, out).run() ? GOOD : BAD;
    }

    private int compare() throws IOException {
        if (!workloads.isEmpty()) throw senseless("--compare measures nothing: no WORKLOAD");
        var a = Report.read(compared.getFirst());
        var b = Report.read(compared.getLast());
        out.println("\n  %s  →  %s\n".formatted(a.label(), b.label()));
        Table.compare(a, b).forEach(out::println);
        var page = options.out().resolve("compare.html");
        Page.write(page, List.of(a, b));
        out.println("\n  page of charts: " + page);
        return GOOD;
    }

    private ParameterException senseless(String reason) {
        var of = spec;
        if (of == null) throw new IllegalStateException(reason);
        return new ParameterException(of.commandLine(), reason);
    }
}
