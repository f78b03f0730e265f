package io.tapio.testkit.sim.invariant;

import io.tapio.model.SessionId;
import io.tapio.model.Zxid;
import io.tapio.testkit.sim.full.Ask;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.testkit.sim.full.Reply;
import io.tapio.testkit.sim.full.SimClient;
import io.tapio.txn.Txn;
import io.tapio.wire.OpCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** I7 a write takes effect at most once, and never if it was refused. */
final class WritesTakeEffectOnce implements Law {
    private record Key(SessionId session, int cxid) {}

    private final Map<Key, Zxid> done = new HashMap<>();
    private final Set<Key> refused = new HashSet<>();

    @Override
    public String promise() {
        return "I7 a write takes effect at most once, and never if it was refused";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        if (entry.header().cxid() <= 0 || !hasEffect(entry.txn())) return;

        var key = new Key(entry.header().session(), entry.header().cxid());
        Zxid before = done.put(key, entry.zxid());
        check(before == null, () -> key + " is done at " + before + " and at " + entry.zxid());
        check(!refused.contains(key), () -> key + " was refused, and is done at " + entry.zxid());
    }

    private static boolean hasEffect(Txn txn) {
        return !(txn instanceof Txn.Refused) && !(txn instanceof Txn.Multi m && m.failed());
    }

    @Override
    public void answered(SimClient client, Ask ask, Reply reply) {
        if (!OpCode.isWrite(ask.opCode()) || reply.isOk()) return;

        var key = new Key(client.session(), ask.xid());
        refused.add(key);
        check(!done.containsKey(key), () -> key + " was refused, and is done at " + done.get(key));
    }
}
