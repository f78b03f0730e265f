package io.tapio.torture.history;

import io.tapio.torture.history.Evidence.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The writes in the order in which their answers came; to be asked with times that only grow. */
final class Answered {
    private final List<Effect> byAnswer;
    private int next;
    private Optional<Effect> highest = Optional.empty();

    Answered(Evidence evidence) {
        byAnswer = new ArrayList<>(evidence.effects());
        byAnswer.sort(evidence.steps().by(Effect::answered));
    }

    /** The one with the highest zxid of all that were answered before. */
    Optional<Effect> highestBefore(long nanos) {
        while (next < byAnswer.size() && byAnswer.get(next).answered() < nanos) {
            var effect = byAnswer.get(next++);
            if (highest.isEmpty() || highest.get().zxid() < effect.zxid()) {
                highest = Optional.of(effect);
            }
        }
        return highest;
    }
}
