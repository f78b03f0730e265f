package io.tapio.testkit.sim.invariant;

import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Server;
import java.util.HashMap;
import java.util.Map;

/** I11 snapshot and log are the state. */
final class SnapshotAndLogAreTheState implements Law {
    private final Map<Long, Long> digests = new HashMap<>();

    @Override
    public String promise() {
        return "I11 snapshot and log are the state";
    }

    @Override
    public void stateAt(Server member, Zxid at, long digest, boolean adopted) {
        Long other = digests.putIfAbsent(at.value(), digest);
        check(
                !adopted || other == null || other == digest,
                () -> "member " + member.id() + " adopts another state at " + at);
    }
}
