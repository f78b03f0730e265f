package io.tapio.torture;

import io.tapio.torture.history.Finding;
import io.tapio.torture.history.HistoryCheck;
import io.tapio.torture.history.Linearizability;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came out of a run.
 *
 * @param judgedMs how long the judgement took
 */
record Summary(
        Wanted wanted,
        String network,
        long endNanos,
        HistoryCheck.Verdict verdict,
        Linearizability.Opinion opinion,
        List<Finding> findings,
        long judgedMs) {

    String text(Chronicle chronicle) {
        var kinds = new EnumMap<Kind, Integer>(Kind.class);
        for (var fault : chronicle.faults()) kinds.merge(fault.kind(), 1, Integer::sum);
        var faults =
                kinds.entrySet().stream()
                        .map(entry -> entry.getKey().word() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        return """
                %d operations in %.0f s; faults: %s
                judged in %.1f s: %d findings; %d registers searched, %d left undecided"""
                .formatted(
                        verdict.operations(),
                        endNanos / 1e9,
                        faults.isEmpty() ? "none" : faults,
                        judgedMs / 1e3,
                        verdict.count() + opinion.findings().size(),
                        opinion.nodes(),
                        opinion.undecided());
    }
}
