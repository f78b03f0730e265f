package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The second opinion: for each node, is there an order of the operations on it that agrees with
 * real time and with what all were told? The zxids of the replies are not looked at. A read takes
 * part if it stands behind a sync, as of the time when that was sent; other reads may be old.
 *
 * <p>A node that ephemeral or sequential ones are made of is left out, since more happens to it
 * than is done to it by name.
 */
public final class Linearizability {

    /**
     * What came out.
     *
     * @param nodes how many were judged
     * @param undecided how many needed more work than allowed
     */
    public record Opinion(List<Finding> findings, int nodes, int undecided) {}

    private final Map<String, List<Register.Op>> registers = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private final Map<Long, Operation> lastSync = new HashMap<>();

    private Linearizability() {}

    /** Gives up on a node after so many steps. */
    public static Opinion judge(History history, int stepsMax) {
        var collected = new Linearizability();
        history.operations().forEach(collected::add);
        return collected.judge(stepsMax);
    }

    private Opinion judge(int stepsMax) {
        var findings = new ArrayList<Finding>();
        int undecided = 0;
        registers.keySet().removeAll(leftOut);
        for (var path : registers.keySet().stream().sorted().toList()) {
            var ops = registers.getOrDefault(path, List.of());
            var outcome = new OrderSearch(ops, stepsMax).outcome();
            if (outcome == OrderSearch.Outcome.UNDECIDED) undecided++;
            if (outcome == OrderSearch.Outcome.IMPOSSIBLE) {
                findings.add(
                        new Finding(
                                Promise.L,
                                "no order of what was done to %s explains what all were told"
                                        .formatted(path),
                                shortest(ops, stepsMax)));
            }
        }
        return new Opinion(List.copyOf(findings), registers.size(), undecided);
    }

    /** The end of the shortest beginning that has no order. */
    private static List<Event> shortest(List<Register.Op> ops, int stepsMax) {
        var byReturn = new ArrayList<>(ops);
        byReturn.sort(Comparator.comparingLong(Register.Op::to));
        int low = 1;
        int high = byReturn.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long until = byReturn.get(middle - 1).to();
            var outcome = new OrderSearch(beginning(ops, until), stepsMax).outcome();
            if (outcome == OrderSearch.Outcome.IMPOSSIBLE) high = middle;
            else low = middle + 1;
        }
        int from = Math.max(0, high - 6);
        return byReturn.subList(from, high).stream().map(op -> (Event) op.origin()).toList();
    }

    /** What was answered until then; of what was not, that it may have been done. */
    private static List<Register.Op> beginning(List<Register.Op> ops, long until) {
        return ops.stream()
                .filter(op -> op.from() <= until)
                .flatMap(op -> op.to() <= until ? Stream.of(op) : op.unanswered().stream())
                .toList();
    }

    // ---- which operations concern which node

    private void add(Operation op) {
        switch (op.call()) {
            case Call.Multi multi -> addMulti(op, multi);
            case Call.Step step -> addStep(op, step);
            case Call.GetData get -> addRead(op, get.path());
            case Call.Exists exists -> addRead(op, exists.path());
            case Call.Sync sync -> {
                if (op.isDone()) lastSync.put(op.session(), op);
            }
            case Call.GetChildren children -> {}
            case Call.Close close -> {}
        }
    }

    private static Optional<Result> result(Operation op) {
        return op.answer() instanceof Answer.Done done
                ? Optional.of(done.result())
                : Optional.empty();
    }

    /** Each step happens to its node alone; what a refused one tells of which node, we leave. */
    private void addMulti(Operation op, Call.Multi multi) {
        if (op.answer() instanceof Answer.Failed) return;
        var results = result(op).map(all -> ((Result.Results) all).results()).orElse(List.of());
        var parts = new LinkedHashMap<String, List<Register.Part>>();
        for (int i = 0; i < multi.steps().size(); i++) {
            var step = multi.steps().get(i);
            Optional<Result> told =
                    results.isEmpty() ? Optional.empty() : Optional.of(results.get(i));
            leaveOut(step, told);
            parts.computeIfAbsent(step.path(), p -> new ArrayList<>())
                    .add(new Register.Part(step, told));
        }
        parts.forEach((path, some) -> put(op, path, some, op.sent()));
    }

    private void addStep(Operation op, Call.Step step) {
        leaveOut(step, result(op));
        put(op, step.path(), List.of(new Register.Part(step, result(op))), op.sent());
    }

    private void leaveOut(Call.Step step, Optional<Result> result) {
        if (!(step instanceof Call.Create create) || create.mode() == Call.Mode.PERSISTENT) return;
        leftOut.add(create.path());
        result.filter(Result.Created.class::isInstance)
                .ifPresent(made -> leftOut.add(((Result.Created) made).path()));
    }

    private void addRead(Operation op, String path) {
        var sync = lastSync.get(op.session());
        if (sync == null || op.isLost()) return;
        put(op, path, List.of(new Register.Part(op.call(), result(op))), sync.sent());
    }

    private void put(Operation op, String path, List<Register.Part> parts, long from) {
        long to = op.isLost() ? Long.MAX_VALUE : op.heard();
        registers
                .computeIfAbsent(path, p -> new ArrayList<>())
                .add(new Register.Op(op, List.copyOf(parts), from, to));
    }
}
