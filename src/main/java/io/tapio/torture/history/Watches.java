package io.tapio.torture.history;

import io.tapio.torture.history.Changes.At;
import io.tapio.torture.history.Event.Change;
import io.tapio.torture.history.Event.Fired;
import io.tapio.torture.history.Event.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * C7: while its client is connected, a watch fires once, for the first change after it was
 * registered, in the order of the zxids and before any answer that knows the change.
 */
final class Watches {

    /** A watch that waits, and what it must tell of. */
    private static final class Watch {
        private final String path;
        private final Operation registration;
        private final Optional<At> due;
        private boolean over;

        Watch(String path, Operation registration, Optional<At> due) {
            this.path = path;
            this.registration = registration;
            this.due = due;
        }

        long dueZxid() {
            return due.map(At::zxid).orElse(Long.MAX_VALUE);
        }
    }

    /** What one connection waits for and has heard. */
    private static final class Line {
        private final Map<String, Watch> ofData = new HashMap<>();
        private final Map<String, Watch> ofChildren = new HashMap<>();
        private final PriorityQueue<Watch> byDue;
        private Optional<Event> last = Optional.empty();
        private Optional<Operation> lastAnswer = Optional.empty();
        private long lastZxid;

        Line(Steps steps) {
            byDue = new PriorityQueue<>(steps.by(Watch::dueZxid));
        }

        void heard(Event event, long zxid) {
            last = Optional.of(event);
            lastZxid = Math.max(lastZxid, zxid);
        }
    }

    private final Changes changes;
    private final Doubts doubts;
    private final Steps steps;
    private final Findings findings;
    private final Map<Integer, Line> lines = new HashMap<>();

    private Watches(Evidence evidence, Changes changes, Doubts doubts) {
        this.changes = changes;
        this.doubts = doubts;
        this.steps = evidence.steps();
        this.findings = evidence.findings();
    }

    static Set<String> watchedPaths(Evidence evidence) {
        var paths = new HashSet<String>();
        for (var op : evidence.operations()) watchedPath(op.call()).ifPresent(paths::add);
        return paths;
    }

    private static Optional<String> watchedPath(Call call) {
        return switch (call) {
            case Call.GetData get when get.watch() -> Optional.of(get.path());
            case Call.Exists exists when exists.watch() -> Optional.of(exists.path());
            case Call.GetChildren children when children.watch() -> Optional.of(children.path());
            default -> Optional.empty();
        };
    }

    static void check(Evidence evidence, Changes changes, Doubts doubts) {
        var watches = new Watches(evidence, changes, doubts);
        for (var event : evidence.history().events()) {
            watches.steps.one();
            watches.follow(event);
        }
    }

    private void follow(Event event) {
        switch (event) {
            case Operation op -> answered(op);
            case Fired fired -> fired(fired);
            case Event.Attached e -> lines.remove(e.client());
            case Event.Detached e -> lines.remove(e.client());
            case Event.Expired e -> lines.remove(e.client());
            case Event.Remains e -> {}
        }
    }

    private Line line(int client) {
        return lines.computeIfAbsent(client, c -> new Line(steps));
    }

    // ---- answers

    private void answered(Operation op) {
        if (op.isLost()) return;
        var line = line(op.client());
        while (!line.byDue.isEmpty() && line.byDue.element().dueZxid() <= op.zxid()) {
            var watch = line.byDue.remove();
            if (watch.over) continue;
            drop(line, watch);
            findings.add(
                    Promise.C7,
                    "a watch has not fired before an answer that knows the change",
                    watch.registration,
                    op);
        }
        line.heard(op, op.zxid());
        line.lastAnswer = Optional.of(op);
        register(line, op);
    }

    private void register(Line line, Operation op) {
        var path = watchedPath(op.call());
        if (path.isEmpty()) return;
        boolean found = op.isDone();
        boolean children = op.call() instanceof Call.GetChildren;
        boolean absent =
                op.call() instanceof Call.Exists
                        && op.answer() instanceof Answer.Failed failed
                        && failed.error() == Answer.NO_NODE;
        if (!found && !absent) return;
        var watches = children ? line.ofChildren : line.ofData;
        if (watches.containsKey(path.get())) return;
        var due =
                children
                        ? changes.firstOfChildren(path.get(), op.zxid())
                        : changes.firstOfData(path.get(), op.zxid());
        var watch = new Watch(path.get(), op, due);
        watches.put(watch.path, watch);
        line.byDue.add(watch);
    }

    private static void drop(Line line, Watch watch) {
        watch.over = true;
        line.ofData.remove(watch.path, watch);
        line.ofChildren.remove(watch.path, watch);
    }

    // ---- events

    private void fired(Fired event) {
        var line = line(event.client());
        var answer = line.lastAnswer;
        if (answer.isPresent() && event.zxid() <= answer.get().zxid()) {
            findings.add(
                    Promise.C7,
                    "a watch has fired behind an answer that knows the change",
                    answer.get(),
                    event);
        } else if (event.zxid() < line.lastZxid) {
            findings.add(
                    Promise.C7,
                    "a watch has fired behind another that tells of something newer",
                    line.last.orElse(event),
                    event);
        }
        line.heard(event, event.zxid());
        boolean told = false;
        if (event.change() != Change.CHILDREN) told |= fires(line, line.ofData, event);
        if (event.change() == Change.CHILDREN || event.change() == Change.DELETED) {
            told |= fires(line, line.ofChildren, event);
        }
        if (!told)
            findings.add(Promise.C7, "a watch has fired that was not registered, or again", event);
    }

    private boolean fires(Line line, Map<String, Watch> watches, Fired event) {
        var watch = watches.get(event.path());
        if (watch == null) return false;
        drop(line, watch);
        var due = watch.due;
        boolean right =
                due.isPresent()
                        && due.get().zxid() == event.zxid()
                        && due.get().change() == event.change();
        boolean early = event.zxid() < watch.dueZxid();
        if (!right && !(early && doubts.touches(event.path()))) {
            findings.add(
                    Promise.C7,
                    "a watch has fired for something that is not the first change after it",
                    watch.registration,
                    event);
        }
        return true;
    }
}
