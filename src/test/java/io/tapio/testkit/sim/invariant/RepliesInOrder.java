package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;

/** I13 replies come in the order of the requests. */
final class RepliesInOrder implements Law {
    @Override
    public String promise() {
        return "I13 replies come in the order of the requests";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        check(ask != null, () -> "client " + client.number() + " is answered what it did not ask");
        check(
                ask.xid() == reply.header().xid(),
                () ->
                        "client %d hears %d where %d is next"
                                .formatted(client.number(), reply.header().xid(), ask.xid()));
    }
}
