package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import io.tapio.torture.history.Event.Remains;
import io.tapio.torture.history.Evidence.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * C3, C4, C7 and the nodes of C8: all operations once more, one after another in the order of their
 * zxids, against a model of one server and one client.
 */
final class Replay {

    /** What stands at a zxid: first what was done, then what was seen. */
    private sealed interface Item {
        long zxid();

        record Done(Effect effect) implements Item {
            @Override
            public long zxid() {
                return effect.zxid();
            }
        }

        record Seen(Operation operation) implements Item {
            @Override
            public long zxid() {
                return operation.zxid();
            }
        }
    }

    private final Evidence evidence;
    private final Steps steps;
    private final Set<String> tops = new HashSet<>();
    private final Changes changes;
    private final Doubts doubts;
    private final WritesAsTold writes;
    private final RefusalsAsTold refusals;
    private final ReadsAsStood reads;

    private Replay(Evidence evidence) {
        this.evidence = evidence;
        this.steps = evidence.steps();
        this.changes = new Changes(Watches.watchedPaths(evidence));
        this.doubts = new Doubts(evidence);
        var findings = evidence.findings();
        var model = new Model(changes);
        var presence = new Presence(model, doubts);
        var comparison = new Comparison(model, doubts, presence, findings);
        this.writes =
                new WritesAsTold(
                        model, doubts, presence, comparison, evidence.sightings(), findings);
        this.refusals = new RefusalsAsTold(model, doubts, presence, findings);
        this.reads = new ReadsAsStood(model, presence, comparison, findings);
    }

    static void check(Evidence evidence) {
        var replay = new Replay(evidence);
        replay.run();
        Watches.check(evidence, replay.changes, replay.doubts);
    }

    private void run() {
        for (var item : items()) {
            steps.one();
            switch (item) {
                case Item.Done done -> writes.apply(done.effect);
                case Item.Seen seen -> see(seen.operation);
            }
        }
        reads.judge(
                evidence.history().all(Remains.class).filter(left -> isOurs(left.path())).toList());
    }

    private void see(Operation op) {
        if (op.call() instanceof Call.GetChildren
                && op.answer() instanceof Answer.Done done
                && done.result() instanceof Result.Children children) {
            steps.some(children.names().size());
        }
        if (!op.call().isWrite()) reads.judge(op);
        else if (op.answer() instanceof Answer.Failed failed) refusals.judge(op, failed);
    }

    private List<Item> items() {
        for (var op : evidence.operations()) op.call().steps().forEach(this::addTop);
        var items = new ArrayList<Item>();
        for (var effect : evidence.effects()) {
            if (isOurs(effect.write().call())) items.add(new Item.Done(effect));
        }
        for (var op : evidence.operations()) {
            steps.one();
            boolean done = op.isDone() && op.call().isWrite();
            if (!op.isLost() && !done && isOurs(op.call())) items.add(new Item.Seen(op));
        }
        // Stable: what was done at a zxid stays before what was seen there.
        items.sort(steps.by(Item::zxid));
        return items;
    }

    /** The tree that a history makes for itself begins with a node below the root. */
    private void addTop(Call.Step step) {
        if (step instanceof Call.Create create && Paths.top(create.path()).equals(create.path())) {
            tops.add(create.path());
        }
    }

    private boolean isOurs(Call call) {
        return switch (call) {
            case Call.Step step -> isOurs(step.path());
            case Call.Multi multi -> multi.steps().stream().allMatch(step -> isOurs(step.path()));
            case Call.GetData get -> isOurs(get.path());
            case Call.Exists exists -> isOurs(exists.path());
            case Call.GetChildren children -> isOurs(children.path());
            case Call.Sync sync -> false;
            case Call.Close close -> true;
        };
    }

    private boolean isOurs(String path) {
        return tops.contains(Paths.top(path));
    }
}
