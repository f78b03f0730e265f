package io.tapio.testkit.sim.invariant;

import io.tapio.model.SessionId;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.txn.Txn;
import java.util.HashMap;
import java.util.Map;

/** I22 a session that is silent ends, in time. */
final class SilentSessionsEnd implements Law {
    private static final long ARRIVES_US = 500_000;
    private static final long SLACK_US = 3_000_000; // some ticks of session time, and the way

    private final Simulation world;
    private final Map<SessionId, Long> heardAtUs = new HashMap<>();
    private final Map<SessionId, Integer> live = new HashMap<>(); // and their time-outs
    private long ledSinceUs;

    SilentSessionsEnd(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I22 a session that is silent ends, in time";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        SessionId session = entry.header().session();
        if (entry.txn() instanceof Txn.SessionCreated made) {
            live.put(session, made.timeoutMs());
            heardAtUs.put(session, world.agenda().now());
        } else if (entry.txn() instanceof Txn.SessionClosed) {
            live.remove(session);
        }
    }

    /** Each session has its full time before it when a leader begins. */
    @Override
    public void leads(Server leader, int epoch) {
        ledSinceUs = world.agenda().now();
    }

    @Override
    public void asked(SimClient client, Ask ask) {
        heard(client);
    }

    @Override
    public void connected(SimClient client, Server server, boolean fresh) {
        heard(client);
    }

    private void heard(SimClient client) {
        heardAtUs.put(client.session(), world.agenda().now());
    }

    @Override
    public void atTheEnd() {
        long now = world.agenda().now();
        live.forEach(
                (session, timeoutMs) -> {
                    long known = Math.max(ledSinceUs, world.healedAtUs() + ARRIVES_US);
                    long since = Math.max(known, heardAtUs.getOrDefault(session, 0L));
                    check(
                            now - since < timeoutMs * 1000L + SLACK_US,
                            () ->
                                    "session %s is silent for %d ms and lives"
                                            .formatted(session, (now - since) / 1000));
                });
    }
}
