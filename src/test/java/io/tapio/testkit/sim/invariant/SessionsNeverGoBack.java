package io.tapio.testkit.sim.invariant;

import io.tapio.model.SessionId;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.wire.OpCode;
import java.util.HashMap;
import java.util.Map;

/** I14 a session never sees an older state than before. */
final class SessionsNeverGoBack implements Law {
    private final Map<SessionId, Long> seen = new HashMap<>();

    @Override
    public String promise() {
        return "I14 a session never sees an older state than before";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        long zxid = reply.header().zxid();
        if (zxid <= 0 || ask.opCode() == OpCode.PING) return;

        long before = seen.getOrDefault(client.session(), 0L);
        check(
                zxid >= before,
                () -> "client %d sees %x after %x".formatted(client.number(), zxid, before));
        seen.put(client.session(), zxid);
    }
}
