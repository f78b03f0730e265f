package io.tapio.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue with its tests, as a page to read. */
record FaultTable(Catalogue catalogue, Witnesses witnesses) {
    /** What {@code docs/faults.md} holds: without outcomes, so that it is alike on all machines. */
    String page() {
        var lines = new ArrayList<String>();
        lines.add("# Faults");
        lines.add("");
        lines.add(
                "Made by `tools/faults --write docs/faults.md`. Each fault has a number, which tests"
                        + " that bring it about and assert its outcome bear as `@Fault(\"F38\")`;"
                        + " `tools/faults` also says how they ended when they last ran.");
        lines.add("");
        lines.add(
                "%d of %d are covered. The rest is open, each for the reason that is given."
                        .formatted(covered(), catalogue.faults().size()));
        String chapter = "";
        for (CataloguedFault each : catalogue.faults()) {
            if (!chapter.equals(each.chapter())) begin(lines, chapter = each.chapter());
            lines.add(row(each));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void begin(List<String> lines, String chapter) {
        lines.addAll(List.of("", "## " + chapter, ""));
        lines.addAll(List.of("| | fault | expected | tests |", "|---|---|---|---|"));
    }

    private String row(CataloguedFault fault) {
        return "| %s | %s | %s | %s |"
                .formatted(fault.id(), fault.scenario(), fault.expectation(), tests(fault));
    }

    private String tests(CataloguedFault fault) {
        String tests =
                witnesses.of(fault).stream()
                        .map(each -> "`" + each + "`")
                        .collect(Collectors.joining("<br>"));
        return tests
                + fault.but().map(but -> "<br>but: " + but).orElse("")
                + fault.open().map(open -> "*open: " + open + "*").orElse("");
    }

    long covered() {
        return catalogue.faults().stream().filter(each -> !witnesses.of(each).isEmpty()).count();
    }
}
