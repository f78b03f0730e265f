package io.tapio.testkit.sim.invariant;

import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Server;

/** I6 a leader has all that was ever committed. */
final class LeadersHaveAllThatIsCommitted implements Law {
    private final Ledger ledger;

    LeadersHaveAllThatIsCommitted(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I6 a leader has all that was ever committed";
    }

    @Override
    public void leads(Server leader, int epoch) {
        Zxid has = leader.applied();
        check(
                !ledger.last().isAfter(has),
                () ->
                        "member %s leads epoch %d with %s, but %s is committed"
                                .formatted(leader.id(), epoch, has, ledger.last()));
    }
}
