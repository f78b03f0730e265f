package io.tapio.processes;

import java.util.ArrayList;
import java.util.List;

/** How often a test repeats its fault, and what it measured on the way. */
final class Rounds {
    private final List<Long> pausesMs = new ArrayList<>();

    /** So many by default, or as {@code -Dtapio.processes.rounds} says. */
    static int orElse(int usual) {
        return Integer.getInteger("tapio.processes.rounds", usual);
    }

    void add(List<Long> pauses) {
        pausesMs.addAll(pauses);
    }

    /** The pause that so many of a hundred clients did not exceed. */
    long percentileMs(int percent) {
        var sorted = pausesMs.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }

    @Override
    public String toString() {
        return "write pauses of %d clients of survivors: p50 %d ms, p99 %d ms"
                .formatted(pausesMs.size(), percentileMs(50), percentileMs(99));
    }
}
