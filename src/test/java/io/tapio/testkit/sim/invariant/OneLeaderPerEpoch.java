package io.tapio.testkit.sim.invariant;

import io.tapio.model.ServerId;
import io.tapio.testkit.sim.full.Server;
import java.util.HashMap;
import java.util.Map;

/** I1 an epoch has one leader. */
final class OneLeaderPerEpoch implements Law {
    private final Map<Integer, ServerId> leaders = new HashMap<>();

    @Override
    public String promise() {
        return "I1 an epoch has one leader";
    }

    @Override
    public void leads(Server leader, int epoch) {
        ServerId before = leaders.putIfAbsent(epoch, leader.id());
        check(
                before == null || before.equals(leader.id()),
                () -> "members " + before + " and " + leader.id() + " lead epoch " + epoch);
    }
}
