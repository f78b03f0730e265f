package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.HashMap;
import java.util.Set;

/** C1: no two writes have one zxid, even if one of them failed. */
final class UniqueZxids {

    /** These were found out by the one that orders all writes, and so have a place in the order. */
    private static final Set<Integer> ORDERED_ERRORS =
            Set.of(
                    Answer.NO_NODE,
                    Answer.BAD_VERSION,
                    Answer.NO_CHILDREN_FOR_EPHEMERALS,
                    Answer.NODE_EXISTS,
                    Answer.NOT_EMPTY);

    private UniqueZxids() {}

    static void check(Evidence evidence) {
        var owners = new HashMap<Long, Operation>();
        for (var op : evidence.operations()) {
            evidence.steps().one();
            if (!op.call().isWrite() || !isOrdered(op)) continue;
            var other = owners.putIfAbsent(op.zxid(), op);
            if (other != null)
                evidence.findings().add(Promise.C1, "two writes have one zxid", other, op);
        }
    }

    static boolean isOrdered(Operation write) {
        return switch (write.answer()) {
            case Answer.Done done -> true;
            case Answer.Failed failed -> ORDERED_ERRORS.contains(failed.error());
            case Answer.Lost lost -> false;
        };
    }
}
