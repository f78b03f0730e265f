package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.txn.Txn;
import io.tapio.wire.OpCode;

/** I24 only an empty container is reaped. */
final class ContainersGoEmpty implements Law {
    private final Ledger ledger;

    ContainersGoEmpty(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I24 only an empty container is reaped";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (entry.header().opCode() != OpCode.DELETE_CONTAINER) return;
        if (!(entry.txn() instanceof Txn.NodeDeleted gone)) return;

        String path = gone.path().toString();
        Past.Node node = ledger.past().now(path);
        check(
                node != null && node.owner() != 0,
                () -> entry.zxid() + " reaps " + path + ", no container");
        check(
                ledger.past().childrenAt(path, Long.MAX_VALUE).isEmpty(),
                () -> entry.zxid() + " reaps " + path + ", which has children");
    }
}
