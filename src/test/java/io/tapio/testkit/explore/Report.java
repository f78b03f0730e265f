package io.tapio.testkit.explore;

import java.util.Optional;

/**
 * What an exploration came to.
 *
 * @param exhausted whether there was nothing left to go on from
 * @param beyond worlds that were left because an epoch after the last one was promised in them
 * @param memberStates different states of one member
 * @param runs times that a production machine was run
 * @param epochs the newest epoch that was led anywhere
 * @param committed the most entries that were committed anywhere
 * @param healed worlds in which a lost disk was brought up again
 * @param breach what was wrong and how it came to that, if anything was
 */
public record Report(
        long worlds,
        long moves,
        long beyond,
        int depth,
        boolean exhausted,
        long millis,
        int memberStates,
        int runs,
        int epochs,
        int committed,
        long healed,
        Optional<String> breach) {

    /** In one line. */
    public String line() {
        return ("%,d worlds, %,d moves, %d deep, %s, %,d beyond the last epoch; %,d states of a"
                        + " member, %,d runs of the machine; to epoch %d, %d committed, %,d with a"
                        + " healed disk; %.1f s, %,d worlds/s")
                .formatted(
                        worlds,
                        moves,
                        depth,
                        exhausted ? "exhausted" : "not exhausted",
                        beyond,
                        memberStates,
                        runs,
                        epochs,
                        committed,
                        healed,
                        millis / 1000.0,
                        worlds * 1000 / Math.max(1, millis));
    }
}
