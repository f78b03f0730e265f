package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.wire.OpCode;

/** I6 what a client was told is done is in the order, for ever. */
final class AcknowledgedWritesStay implements Law {
    private final Ledger ledger;

    AcknowledgedWritesStay(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I6 what a client was told is done is in the order, for ever";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        if (!OpCode.isWrite(ask.opCode()) || !reply.isOk()) return;

        long zxid = reply.header().zxid();
        check(
                ledger.has(zxid),
                () -> "a write was answered with %x, which is not there".formatted(zxid));
        var header = ledger.find(zxid).header();
        check(
                header.session().equals(client.session()) && header.cxid() == ask.xid(),
                () -> "%x is not what client %d asked for".formatted(zxid, client.number()));
    }
}
