package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.Server;
import io.tapio.testkit.sim.full.SimClient;
import java.util.HashMap;
import java.util.Map;

/** I27 events come in the order of the changes. */
final class EventsComeInOrder implements Law {
    private final Map<Integer, Long> seen = new HashMap<>();

    @Override
    public String promise() {
        return "I27 events come in the order of the changes";
    }

    @Override
    public void connected(SimClient client, Server server, boolean fresh) {
        seen.put(client.number(), 0L);
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        seen.merge(client.number(), reply.header().zxid(), Math::max);
    }

    @Override
    public void event(SimClient client, int type, String path, long zxid, int fired) {
        if (zxid <= 0) return; // it tells of a time when nobody listened

        long before = seen.getOrDefault(client.number(), 0L);
        check(
                zxid >= before,
                () ->
                        "client %d hears of %x after it has seen %x"
                                .formatted(client.number(), zxid, before));
        seen.put(client.number(), zxid);
    }
}
