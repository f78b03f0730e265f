package io.tapio.testkit.sim.invariant;

import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ledger;

/** I8 zxids are dense and go up. */
final class ZxidsAreDense implements Law {
    private Zxid last = Zxid.NONE;

    @Override
    public String promise() {
        return "I8 zxids are dense and go up";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        Zxid at = entry.zxid();
        boolean dense =
                at.epoch() == last.epoch()
                        ? at.value() == last.value() + 1
                        : at.epoch() > last.epoch() && at.counter() == 1;
        check(dense, () -> at + " is committed after " + last);
        last = at;
    }
}
