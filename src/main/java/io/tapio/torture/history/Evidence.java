package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * A history made ready for the checks: its writes in the order of their zxids, where those that
 * nobody answered have the zxid at which something of them was seen.
 */
final class Evidence {
    private final History history;
    private final List<Operation> operations;
    private final Steps steps = new Steps();
    private final Findings findings = new Findings();
    private final Sightings sightings;
    private final List<Effect> effects;

    /**
     * A write that was done.
     *
     * @param answered when its client knew, or never
     */
    record Effect(Operation write, long zxid, long answered) {}

    Evidence(History history) {
        this.history = history;
        this.operations = history.operations();
        this.sightings = new Sightings(history, steps);
        this.effects = findEffects();
    }

    private List<Effect> findEffects() {
        var found = new ArrayList<Effect>();
        for (var op : operations) {
            steps.one();
            if (!op.call().isWrite()) continue;
            if (op.isDone()) found.add(new Effect(op, op.zxid(), op.heard()));
            var seen = sightings.of(op);
            if (seen.isPresent()) found.add(new Effect(op, seen.get().zxid(), Long.MAX_VALUE));
        }
        found.sort(steps.by(Effect::zxid));
        return found;
    }

    History history() {
        return history;
    }

    List<Operation> operations() {
        return operations;
    }

    /** What was done, by zxid. */
    List<Effect> effects() {
        return effects;
    }

    Sightings sightings() {
        return sightings;
    }

    Steps steps() {
        return steps;
    }

    Findings findings() {
        return findings;
    }
}
