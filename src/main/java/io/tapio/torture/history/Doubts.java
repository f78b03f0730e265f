package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may have happened though nobody saw it happen: the writes whose answers were lost and whose
 * data were never seen, and the ends of sessions that were silent for long enough. Each explains
 * one change at most, and only what was heard after it was sent.
 */
final class Doubts {

    private static final class Maybe {
        private final long sent;
        private boolean used;

        Maybe(long sent) {
            this.sent = sent;
        }
    }

    private final Map<String, Deque<Maybe>> sets = new HashMap<>();
    private final Map<String, Deque<Maybe>> creates = new HashMap<>();
    private final Map<String, Deque<Maybe>> deletes = new HashMap<>();

    /** By parent: those whose names nobody knows. */
    private final Map<String, Deque<Maybe>> numberedIn = new HashMap<>();

    /** By parent: all whose nodes were not seen yet. */
    private final Map<String, Deque<Maybe>> bornIn = new HashMap<>();

    /** By parent, all of them, apart from whether their nodes were seen: each counts once. */
    private final Map<String, Deque<Maybe>> createsIn = new HashMap<>();

    private final Map<String, Deque<Maybe>> deletesIn = new HashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final Map<Long, Long> sessionEnds;
    private final Steps steps;

    Doubts(Evidence evidence) {
        this.steps = evidence.steps();
        this.sessionEnds = SessionLives.possibleEnds(evidence);
        List<Operation> lost = new ArrayList<>();
        for (var op : evidence.operations()) {
            steps.one();
            if (op.isLost() && evidence.sightings().of(op).isEmpty()) lost.add(op);
        }
        lost.sort(Comparator.comparingLong(Operation::sent));
        for (var op : lost) op.call().steps().forEach(step -> add(step, op.sent()));
    }

    private void add(Call.Step step, long sent) {
        var maybe = new Maybe(sent);
        switch (step) {
            case Call.Create create -> {
                var parent = Paths.parent(create.path());
                if (create.mode().isSequential()) put(numberedIn, parent, maybe);
                else put(creates, create.path(), maybe);
                put(bornIn, parent, maybe);
                put(createsIn, parent, new Maybe(sent));
                touched.add(parent);
            }
            case Call.SetData set -> put(sets, set.path(), maybe);
            case Call.Delete delete -> {
                put(deletes, delete.path(), maybe);
                put(deletesIn, Paths.parent(delete.path()), maybe);
                touched.add(Paths.parent(delete.path()));
            }
            case Call.Check check -> {}
        }
        touched.add(step.path());
    }

    private static void put(Map<String, Deque<Maybe>> where, String path, Maybe maybe) {
        where.computeIfAbsent(path, p -> new ArrayDeque<>()).add(maybe);
    }

    // ---- taking one as an explanation

    /** Whether so many sets of this node explain what was heard then; they explain no more. */
    boolean takeSets(String path, int count, long heard) {
        return take(sets, path, count, heard);
    }

    boolean takeCreate(String path, long heard) {
        return take(creates, path, 1, heard)
                || (Paths.isNumbered(path) && take(numberedIn, Paths.parent(path), 1, heard));
    }

    boolean takeDelete(String path, long heard) {
        return take(deletes, path, 1, heard);
    }

    boolean takeCreatesIn(String parent, int count, long heard) {
        return take(createsIn, parent, count, heard);
    }

    private boolean take(Map<String, Deque<Maybe>> from, String path, int count, long heard) {
        for (int taken = 0; taken < count; taken++) {
            var next = next(from, path, heard);
            if (!next) return false;
            from.getOrDefault(path, new ArrayDeque<>()).remove().used = true;
        }
        return true;
    }

    /** Whether the first of them that explains nothing yet was sent early enough. */
    private boolean next(Map<String, Deque<Maybe>> from, String path, long heard) {
        var queue = from.get(path);
        if (queue == null) return false;
        while (!queue.isEmpty() && queue.element().used) {
            steps.one();
            queue.remove();
        }
        return !queue.isEmpty() && queue.element().sent < heard;
    }

    // ---- asking without taking

    /** Whether children of this node may have come or gone unseen. */
    boolean mayHaveOtherChildren(String parent, long heard) {
        return next(createsIn, parent, heard)
                || next(bornIn, parent, heard)
                || next(deletesIn, parent, heard);
    }

    boolean mayHaveBeenDeleted(String path, long heard) {
        return next(deletes, path, heard);
    }

    /** Whether this session may have ended by then, with nobody told of its zxid. */
    boolean mayHaveEnded(long session, long heard) {
        var from = sessionEnds.get(session);
        return from != null && from < heard;
    }

    /** The session is known to have ended. */
    void ended(long session) {
        sessionEnds.remove(session);
    }

    /** Whether anything in doubt concerns this node or its children. */
    boolean touches(String path) {
        return touched.contains(path);
    }

    /** From now on nothing is certain about what happened to this node when. */
    void touch(String path) {
        touched.add(path);
        touched.add(Paths.parent(path));
    }
}
