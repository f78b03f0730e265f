package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.txn.Txn;

/** I19 each change of a znode counts its version up by one. */
final class VersionsCount implements Law {
    private final Ledger ledger;

    VersionsCount(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I19 each change of a znode counts its version up by one";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (!(entry.txn() instanceof Txn.DataSet set)) return;

        Past.Node before = ledger.past().now(set.path().toString());
        check(before != null, () -> entry.zxid() + " sets " + set.path() + ", which is not there");
        check(
                set.version() == before.version() + 1,
                () ->
                        "%s makes version %d of %d"
                                .formatted(entry.zxid(), set.version(), before.version()));
    }
}
