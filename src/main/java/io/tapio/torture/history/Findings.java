package io.tapio.torture.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The contradictions found so far; of each promise the first few, and how many there are. */
final class Findings {
    private static final int KEPT_EACH = 20;

    private final Map<Promise, Integer> counts = new EnumMap<>(Promise.class);
    private final List<Finding> kept = new ArrayList<>();

    void add(Promise promise, String says, Event... concerned) {
        int count = counts.merge(promise, 1, Integer::sum);
        if (count <= KEPT_EACH) kept.add(new Finding(promise, says, List.of(concerned)));
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
