package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.Simulation;

/** I35 in the end everybody has everything. */
final class NobodyWaitsForEver implements Law {
    private final Simulation world;

    NobodyWaitsForEver(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I35 in the end everybody has everything";
    }

    @Override
    public void atTheEnd() {
        for (Server each : world.servers()) {
            check(
                    each.applied().equals(world.ledger().last()),
                    () ->
                            "member %s has %s of %s"
                                    .formatted(each.id(), each.applied(), world.ledger().last()));
        }
    }
}
