package io.tapio.testkit.sim.invariant;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.Simulation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** I34 what is committed is on the disks of a quorum of voters. */
final class CommittedIsOnAQuorum implements Law {
    private final Simulation world;
    private final Map<ServerId, Zxid> best = new HashMap<>(); // before a life ended

    CommittedIsOnAQuorum(Simulation world) {
        this.world = world;
    }

    @Override
    public String promise() {
        return "I34 what is committed is on the disks of a quorum of voters";
    }

    @Override
    public void crashed(Server member) {
        best.merge(member.id(), member.durable(), (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public void committed(Ledger.Entry entry) {
        Set<ServerId> have = new HashSet<>();
        for (Server each : world.voters()) {
            Zxid before = best.getOrDefault(each.id(), Zxid.NONE);
            boolean had = !entry.zxid().isAfter(before);
            if (had || !entry.zxid().isAfter(each.durable())) have.add(each.id());
        }
        check(
                world.plan().quorum().isReachedBy(have),
                () -> entry.zxid() + " is committed, but only on disk at " + have);
    }
}
