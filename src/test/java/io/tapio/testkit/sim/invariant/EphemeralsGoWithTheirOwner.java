package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.txn.Txn;
import java.util.HashSet;
import java.util.Set;

/** I23 an ephemeral is there as long as its owner, and no longer. */
final class EphemeralsGoWithTheirOwner implements Law {
    private static final long CONTAINER = Long.MIN_VALUE;

    private final Ledger ledger;
    private final Set<Long> live = new HashSet<>();

    EphemeralsGoWithTheirOwner(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I23 an ephemeral is there as long as its owner, and no longer";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        long session = entry.header().session().value();
        switch (entry.txn()) {
            case Txn.SessionCreated created -> live.add(session);
            case Txn.NodeCreated made ->
                    check(
                            made.owner() == 0
                                    || made.owner() == CONTAINER
                                    || live.contains(made.owner()),
                            () ->
                                    entry.zxid()
                                            + " creates "
                                            + made.path()
                                            + " for one who is gone");
            case Txn.SessionClosed closed -> {
                live.remove(session);
                var told = new HashSet<String>();
                closed.ephemerals().forEach(path -> told.add(path.toString()));
                Set<String> owned = ledger.past().ownedBy(session);
                check(told.equals(owned), () -> entry.zxid() + " ends " + told + " of " + owned);
            }
            default -> {}
        }
    }
}
