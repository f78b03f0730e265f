package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.testkit.sim.full.Watching;

/** I26 an event comes before the change can be seen. */
final class EventsComeFirst implements Law {
    private final Ledger ledger;

    EventsComeFirst(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I26 an event comes before the change can be seen";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        if (client.isCatchingUp()) return; // its watches are only being set again
        long seen = reply.header().zxid();
        client.watching()
                .forEach(
                        (watch, since) -> {
                            long change = firstChange(watch, since, seen);
                            check(
                                    change == 0,
                                    () ->
                                            "client %d sees %x without having heard of %s at %x"
                                                    .formatted(
                                                            client.number(), seen, watch, change));
                        });
    }

    private long firstChange(Watching.Watch watch, long since, long upTo) {
        Past past = ledger.past();
        if (watch.kind() != Watching.Kind.CHILD) return past.firstChange(watch.path(), since, upTo);
        return past.firstChangeOfChildren(watch.path(), since, upTo);
    }
}
