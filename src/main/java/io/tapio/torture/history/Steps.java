package io.tapio.torture.history;

import java.util.Comparator;
import java.util.function.ToLongFunction;

/** Counts what a check does, so that a test can hold it against the length of the history. */
final class Steps {
    private long taken;

    void one() {
        taken++;
    }

    void some(int count) {
        taken += count;
    }

    long taken() {
        return taken;
    }

    /** By this number, each comparison one step. */
    <T> Comparator<T> by(ToLongFunction<T> number) {
        return (one, other) -> {
            taken++;
            return Long.compare(number.applyAsLong(one), number.applyAsLong(other));
        };
    }
}
