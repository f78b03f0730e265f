package io.tapio.testkit.sim.invariant;

import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Server;
import java.util.HashMap;
import java.util.Map;

/** I10 the same entries give the same state. */
final class StatesAgree implements Law {
    private final Map<Long, Long> digests = new HashMap<>();

    @Override
    public String promise() {
        return "I10 the same entries give the same state";
    }

    @Override
    public void stateAt(Server member, Zxid at, long digest, boolean adopted) {
        if (adopted) return; // of that, another promise speaks
        Long other = digests.putIfAbsent(at.value(), digest);
        check(
                other == null || other == digest,
                () -> "the state of member " + member.id() + " differs at " + at);
    }
}
