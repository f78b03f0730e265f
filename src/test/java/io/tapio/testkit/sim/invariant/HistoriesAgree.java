package io.tapio.testkit.sim.invariant;

import io.tapio.model.Bytes;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Server;

/** I3 committed histories are prefixes of one another. */
final class HistoriesAgree implements Law {
    private final Ledger ledger;

    HistoriesAgree(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I3 committed histories are prefixes of one another";
    }

    @Override
    public void applied(Server member, int position, Zxid zxid, Bytes bytes) {
        if (position >= ledger.size()) return;

        Ledger.Entry is = ledger.at(position);
        check(
                is.zxid().equals(zxid) && is.bytes().equals(bytes),
                () ->
                        "member %s applies %s where %s is committed"
                                .formatted(member.id(), zxid, is.zxid()));
    }
}
