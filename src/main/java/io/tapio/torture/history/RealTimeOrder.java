package io.tapio.torture.history;

import io.tapio.torture.history.Evidence.Effect;
import java.util.ArrayList;

/** C2: a write that was answered before another was sent has the lower zxid. */
final class RealTimeOrder {

    private RealTimeOrder() {}

    static void check(Evidence evidence) {
        var steps = evidence.steps();
        var bySent = new ArrayList<>(evidence.effects());
        bySent.sort(steps.by(effect -> effect.write().sent()));
        var answered = new Answered(evidence);
        for (var effect : bySent) {
            steps.one();
            var before = answered.highestBefore(effect.write().sent());
            if (before.isPresent() && before.get().zxid() > effect.zxid()) {
                complain(evidence, before.get(), effect);
            }
        }
    }

    private static void complain(Evidence evidence, Effect before, Effect after) {
        evidence.findings()
                .add(
                        Promise.C2,
                        "a write has a lower zxid than one that was answered before it was sent",
                        before.write(),
                        after.write());
    }
}
