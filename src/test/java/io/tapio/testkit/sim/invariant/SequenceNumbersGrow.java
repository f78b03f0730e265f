package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.txn.Txn;
import java.util.HashMap;
import java.util.Map;

/** I20 sequence numbers of a parent only grow. */
final class SequenceNumbersGrow implements Law {
    private static final int DIGITS = 10;

    private final Ledger ledger;
    private final Map<String, Long> highest = new HashMap<>(); // by parent and its beginning

    SequenceNumbersGrow(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I20 sequence numbers of a parent only grow";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (!(entry.txn() instanceof Txn.NodeCreated made)) return;
        String path = made.path().toString();
        if (!path.startsWith("/q/")) return;

        Past.Node parent = ledger.past().now("/q");
        long number = Long.parseLong(path.substring(path.length() - DIGITS));
        Long before = highest.put("/q" + parent.created(), number);
        check(before == null || number > before, () -> path + " comes after " + before);
    }
}
