package io.tapio.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Says of each fault whether a test brings it about, and how that ended: {@code tools/faults}. */
final class Faults {
    static final Path CLASSES = Path.of("target/test-classes");
    static final Path SOURCES = Path.of("src/test/java");
    private static final Path REPORTS = Path.of("target/surefire-reports");

    private final FaultTable table;
    private final Reports reports;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    private Faults(FaultTable table, Reports reports) {
        this.table = table;
        this.reports = reports;
    }

    public static void main(String[] args) throws IOException {
        var table = new FaultTable(Catalogue.read(), Witnesses.find(CLASSES, SOURCES));
        switch (args.length) {
            case 0 -> new Faults(table, Reports.read(REPORTS)).print();
            case 2 -> Files.writeString(Path.of(args[1]), table.page());
            default -> throw new IllegalArgumentException("nothing, or --write FILE");
        }
    }

    private void print() {
        for (CataloguedFault each : table.catalogue().faults()) {
            System.out.println(line(each));
        }
        long all = table.catalogue().faults().size();
        System.out.printf(
                "%d faults: %d covered (%d passed, %d failed, %d not run), %d open%n",
                all,
                table.covered(),
                counts.getOrDefault(Outcome.PASSED, 0),
                counts.getOrDefault(Outcome.FAILED, 0),
                counts.getOrDefault(Outcome.NOT_RUN, 0),
                all - table.covered());
    }

    private String line(CataloguedFault fault) {
        var tests = table.witnesses().of(fault);
        if (tests.isEmpty()) {
            return "%-4s open     %s: %s"
                    .formatted(fault.id(), fault.scenario(), fault.open().orElse("no test yet"));
        }
        Outcome outcome = tests.stream().map(reports::of).reduce(Outcome.NOT_RUN, Outcome::and);
        counts.merge(outcome, 1, Integer::sum);
        return "%-4s %-8s %s: %s".formatted(fault.id(), outcome, fault.scenario(), tests);
    }
}
