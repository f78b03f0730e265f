package io.tapio.sim;

import io.tapio.testkit.sim.bug.PlantedBug;
import io.tapio.testkit.sim.full.Failure;
import io.tapio.testkit.sim.full.Plan;
import io.tapio.testkit.sim.full.Simulation;

/** How long it took to find a planted bug, and which promise it broke. */
record Hunt(int seeds, String promise) {
    static Hunt of(PlantedBug bug, int seedsMax) {
        for (int seed = 1; seed <= seedsMax; seed++) {
            try {
                new Simulation(Plan.of(seed), bug.plant().get()).live();
            } catch (Failure found) {
                return new Hunt(seed, found.promise().lines().findFirst().orElse(""));
            }
        }
        return new Hunt(0, "");
    }

    boolean isFound() {
        return seeds > 0;
    }
}
