package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.SimClient;

/** I25 an event comes to one who waits for it. */
final class WatchesFireOnce implements Law {
    @Override
    public String promise() {
        return "I25 an event comes to one who waits for it";
    }

    @Override
    public void event(SimClient client, int type, String path, long zxid, int fired) {
        if (client.isCatchingUp()) return; // each of two watches is told of a znode that is gone
        check(
                fired > 0,
                () ->
                        "client %d hears of %s (%d) without waiting"
                                .formatted(client.number(), path, type));
    }
}
