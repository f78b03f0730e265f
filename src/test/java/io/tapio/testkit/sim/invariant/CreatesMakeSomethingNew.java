package io.tapio.testkit.sim.invariant;

import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Past;
import io.tapio.txn.Txn;

/** I18 what is created was not there, what is deleted was, and its parent is. */
final class CreatesMakeSomethingNew implements Law {
    private final Ledger ledger;

    CreatesMakeSomethingNew(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I18 what is created was not there, what is deleted was, and its parent is";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        switch (entry.txn()) {
            case Txn.NodeCreated made -> {
                String path = made.path().toString();
                check(
                        ledger.past().now(path) == null,
                        () -> entry.zxid() + " creates " + path + " again");
                String parent = Past.parent(path);
                check(
                        parent.equals("/") || ledger.past().now(parent) != null,
                        () -> entry.zxid() + " creates " + path + " below nothing");
            }
            case Txn.NodeDeleted gone -> {
                String path = gone.path().toString();
                check(
                        ledger.past().now(path) != null,
                        () -> entry.zxid() + " deletes nothing: " + path);
                check(
                        ledger.past().childrenAt(path, Long.MAX_VALUE).isEmpty(),
                        () -> entry.zxid() + " deletes " + path + ", which has children");
            }
            default -> {}
        }
    }
}
