package io.tapio.torture;

import java.util.Set;

/**
 * One fault that has begun.
 *
 * @param victims the members that it hurts
 * @param says what is done to them, in a few words
 * @param end what must be done so that all can be well again
 */
record Harm(Kind kind, Set<Integer> victims, String says, Runnable end) {
    Harm {
        victims = Set.copyOf(victims);
    }
}
