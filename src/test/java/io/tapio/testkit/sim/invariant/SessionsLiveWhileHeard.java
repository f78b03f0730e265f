package io.tapio.testkit.sim.invariant;

import io.tapio.model.SessionId;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.testkit.sim.full.Simulation;
import io.tapio.txn.Txn;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** I22 a session that is heard does not expire. */
final class SessionsLiveWhileHeard implements Law {
    private static final long SLACK_US = 2_500_000; // a leader hears of it by way of others

    private final Simulation world;
    private final Map<SessionId, TreeSet<Long>> heardAtUs = new HashMap<>();

    SessionsLiveWhileHeard(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I22 a session that is heard does not expire";
    }

    @Override
    public void connected(SimClient client, Server server, boolean fresh) {
        heard(client, client.heardByServersUs());
    }

    /** What is answered was heard, at the earliest when it was sent. */
    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        heard(client, ask.sentAtUs());
    }

    private void heard(SimClient client, long us) {
        heardAtUs.computeIfAbsent(client.session(), session -> new TreeSet<>()).add(us);
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (!(entry.txn() instanceof Txn.SessionClosed) || entry.header().cxid() != 0) return;

        TreeSet<Long> times = heardAtUs.get(entry.header().session());
        if (times == null) return;
        long expired = world.proposedAtUs(entry.zxid());
        Long last = times.floor(expired - SLACK_US);
        if (last == null) return;
        for (SimClient each : world.clients()) {
            if (!each.session().equals(entry.header().session())) continue;
            check(
                    expired - last > each.timeoutMs() * 1000L,
                    () ->
                            "client %d had been heard %d ms before and expires"
                                    .formatted(each.number(), (expired - last) / 1000));
        }
    }
}
