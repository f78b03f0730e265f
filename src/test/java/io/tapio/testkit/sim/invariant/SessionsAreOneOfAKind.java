package io.tapio.testkit.sim.invariant;

import io.tapio.model.SessionId;
import io.tapio.testkit.sim.full.Ledger;
import io.tapio.txn.Txn;
import java.util.HashSet;
import java.util.Set;

/** I21 a session id is given out once, and none writes after its end. */
final class SessionsAreOneOfAKind implements Law {
    private final Set<SessionId> live = new HashSet<>();
    private final Set<SessionId> ever = new HashSet<>();

    @Override
    public String promise() {
        return "I21 a session id is given out once, and none writes after its end";
    }

    @Override
    public void committed(Ledger.Entry entry) {
        SessionId session = entry.header().session();
        switch (entry.txn()) {
            case Txn.SessionCreated created -> {
                check(ever.add(session), () -> session + " is given out again");
                live.add(session);
            }
            case Txn.SessionClosed closed ->
                    check(live.remove(session), () -> session + " is closed twice");
            case Txn.Refused refused -> {}
            case Txn.Multi multi when multi.failed() -> {}
            default ->
                    check(
                            session.equals(SessionId.NONE) || live.contains(session),
                            () -> session + " writes " + entry.zxid() + " though it is over");
        }
    }
}
