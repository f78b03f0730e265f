package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.HashMap;

/** C4, of sessions: answers come in the order of the calls, and their zxids never go back. */
final class SessionsGoForward {

    private SessionsGoForward() {}

    static void check(Evidence evidence) {
        var lastOf = new HashMap<Long, Operation>();
        for (var op : evidence.operations()) {
            evidence.steps().one();
            if (op.isLost()) continue;
            var last = lastOf.put(op.session(), op);
            if (last == null) continue;
            if (op.zxid() < last.zxid()) {
                evidence.findings()
                        .add(Promise.C4, "a session went back to an older state", last, op);
            }
            if (op.client() == last.client() && op.order() < last.order()) {
                evidence.findings()
                        .add(
                                Promise.C4,
                                "calls were answered in another order than sent",
                                last,
                                op);
            }
        }
    }
}
