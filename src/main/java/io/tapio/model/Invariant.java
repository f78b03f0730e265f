package io.tapio.model;

import org.jspecify.annotations.Nullable;

/**
 * A statement about ourselves that must be true; checked always, in production too.
 *
 * <p>A broken invariant means that memory can no longer be trusted: the member stops and rebuilds
 * its state from the journal.
 */
public final class Invariant {
    private Invariant() {}

    /** Throws {@link Broken} unless {@code holds}; {@code promise} says what should be true. */
    public static void holds(boolean holds, String promise) {
        if (!holds) {
            throw new Broken(promise);
        }
    }

    /** The value, which {@code promise} says is there; throws {@link Broken} if it is not. */
    public static <T> T present(@Nullable T value, String promise) {
        if (value == null) throw new Broken(promise);

        return value;
    }

    /** A promise of our own code did not hold. */
    public static final class Broken extends IllegalStateException {
        private static final long serialVersionUID = 1;

        public Broken(String promise) {
            super("broken invariant: " + promise);
        }
    }
}
