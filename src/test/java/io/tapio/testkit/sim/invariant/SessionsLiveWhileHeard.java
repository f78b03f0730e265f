package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.txn.Txn;

/** I22 a session that is heard does not expire. */
final class SessionsLiveWhileHeard implements Law {
    private static final long SLACK_US = 2_500_000; // a leader hears of it by way of others

    private final Simulation world;

    SessionsLiveWhileHeard(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I22 a session that is heard does not expire";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (!(entry.txn() instanceof Txn.SessionClosed) || entry.header().cxid() != 0) return;

        for (SimClient each : world.clients()) {
            if (!each.session().equals(entry.header().session())) continue;
            long silent = world.agenda().now() - each.heardByServersUs();
            check(
                    silent + SLACK_US > each.timeoutMs() * 1000L,
                    () ->
                            "client %d was heard %d ms ago and expires"
                                    .formatted(each.number(), silent / 1000));
        }
    }
}
