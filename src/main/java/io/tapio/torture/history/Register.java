package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.List;
import java.util.Optional;

/**
 * One node alone: there with some data at some version, or not there.
 *
 * @param version of the data; a node that is not there has none
 */
record Register(boolean isThere, String data, int version) {
    static final Register ABSENT = new Register(false, "", 0);

    /**
     * One step of something done to it, or a look at it.
     *
     * @param result what came with a success; empty for an error, or when nobody answered
     */
    record Part(Call call, Optional<Result> result) {}

    /**
     * Something done to it all at once.
     *
     * @param from when it can have happened at the earliest
     * @param to and at the latest; the end of time when nobody answered, and then perhaps never
     */
    record Op(Operation origin, List<Part> parts, long from, long to) {

        boolean isCertain() {
            return to != Long.MAX_VALUE;
        }

        /** The same before its answer; a look that shows nothing yet is nothing. */
        Optional<Op> unanswered() {
            boolean writes = origin.call().isWrite();
            if (!writes || origin.answer() instanceof Answer.Failed) return Optional.empty();
            var open = parts.stream().map(part -> new Part(part.call, Optional.empty())).toList();
            return Optional.of(new Op(origin, open, from, Long.MAX_VALUE));
        }
    }

    /** What it is afterwards; empty if it cannot have been so. */
    Optional<Register> after(Op op) {
        boolean failed = op.isCertain() && op.origin.answer() instanceof Answer.Failed;
        if (failed) return refuses(op) ? Optional.of(this) : Optional.empty();
        var now = Optional.of(this);
        for (var part : op.parts) now = now.flatMap(register -> register.after(part));
        return now;
    }

    private Optional<Register> after(Part op) {
        return switch (op.call) {
            case Call.Create create ->
                    isThere ? Optional.empty() : Optional.of(new Register(true, create.data(), 0));
            case Call.SetData set -> set(op, set);
            case Call.Delete delete ->
                    accepts(delete.version()) ? Optional.of(ABSENT) : Optional.empty();
            case Call.Check check ->
                    accepts(check.version()) ? Optional.of(this) : Optional.empty();
            case Call.GetData get -> looksLike(op) ? Optional.of(this) : Optional.empty();
            case Call.Exists exists -> looksLike(op) ? Optional.of(this) : Optional.empty();
            case Call.GetChildren children -> Optional.of(this);
            case Call.Multi multi -> Optional.of(this);
            case Call.Sync sync -> Optional.of(this);
            case Call.Close close -> Optional.of(this);
        };
    }

    private Optional<Register> set(Part op, Call.SetData set) {
        if (!accepts(set.version())) return Optional.empty();
        var next = new Register(true, set.data(), version + 1);
        boolean told =
                op.result
                        .filter(Result.Status.class::isInstance)
                        .map(status -> ((Result.Status) status).stat().version() == next.version)
                        .orElse(true);
        return told ? Optional.of(next) : Optional.empty();
    }

    private boolean accepts(int expected) {
        return isThere && (expected == Call.ANY || expected == version);
    }

    private boolean looksLike(Part op) {
        if (!isThere || op.result.isEmpty()) return false;
        return switch (op.result.get()) {
            case Result.Data seen -> seen.stat().version() == version && seen.data().equals(data);
            case Result.Status seen -> seen.stat().version() == version;
            case Result.Created seen -> true;
            case Result.Children seen -> true;
            case Result.Results seen -> true;
            case Result.Nothing seen -> true;
        };
    }

    private boolean refuses(Op op) {
        if (!(op.origin.answer() instanceof Answer.Failed failed)) return false;
        var call = op.parts.getFirst().call;
        return switch (failed.error()) {
            case Answer.NO_NODE -> call instanceof Call.Create || !isThere;
            case Answer.NODE_EXISTS -> isThere;
            case Answer.BAD_VERSION ->
                    isThere
                            && switch (call) {
                                case Call.SetData set -> set.version() != version;
                                case Call.Delete delete -> delete.version() != version;
                                default -> true;
                            };
            default -> true;
        };
    }
}
