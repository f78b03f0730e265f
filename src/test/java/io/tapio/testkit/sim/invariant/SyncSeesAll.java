package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.wire.OpCode;

/** I16 a sync sees what anybody had seen before it. */
final class SyncSeesAll implements Law {
    @Override
    public String promise() {
        return "I16 a sync sees what anybody had seen before it";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        if (ask.opCode() != OpCode.SYNC || !reply.isOk()) return;

        check(
                reply.header().zxid() >= ask.newestSeen().value(),
                () ->
                        "client %d syncs to %x, but %s was seen before"
                                .formatted(
                                        client.number(), reply.header().zxid(), ask.newestSeen()));
    }
}
