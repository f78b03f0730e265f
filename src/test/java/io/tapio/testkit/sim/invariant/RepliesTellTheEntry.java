package io.tapio.testkit.sim.invariant;

import io.tapio.model.Bytes;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.txn.Txn;
import io.tapio.wire.OpCode;
import io.tapio.wire.ReplyReader;

/** I12 the reply to a write tells what its entry did. */
final class RepliesTellTheEntry implements Law {
    private static final int SYSTEM_ERROR = -1;

    private final Ledger ledger;

    RepliesTellTheEntry(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String promise() {
        return "I12 the reply to a write tells what its entry did";
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        int error = reply.header().err();
        if (!OpCode.isWrite(ask.opCode()) || error == SYSTEM_ERROR) return;

        Ledger.Entry entry = ledger.find(reply.header().zxid());
        switch (entry.txn()) {
            case Txn.Refused refused ->
                    check(refused.error().code() == error, () -> told(entry, error));
            case Txn.Multi multi -> {
                int first = ReplyReader.resultHeader(reply.body()).type();
                check(multi.failed() == (first == OpCode.ERROR), () -> told(entry, error));
            }
            case Txn.NodeCreated created -> {
                check(error == 0, () -> told(entry, error));
                Bytes path = reply.body().buffer();
                check(path.equals(created.path()), () -> told(entry, error) + " " + path);
            }
            case Txn.DataSet set -> {
                check(error == 0, () -> told(entry, error));
                int version = ReplyReader.stat(reply.body()).version();
                check(version == set.version(), () -> told(entry, error) + " version " + version);
            }
            default -> check(error == 0, () -> told(entry, error));
        }
    }

    private static String told(Ledger.Entry entry, int error) {
        return entry.zxid() + " was answered with " + error;
    }
}
