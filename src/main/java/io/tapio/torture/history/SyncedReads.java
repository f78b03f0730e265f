package io.tapio.torture.history;

import io.tapio.torture.history.Event.Operation;
import java.util.ArrayList;
import java.util.HashMap;

/** C5: what was answered to anyone before a sync was sent is known to the reads behind it. */
final class SyncedReads {

    /** A call of the session that stands behind a completed sync. */
    private record Synced(Operation sync, Operation read) {}

    private SyncedReads() {}

    static void check(Evidence evidence) {
        var steps = evidence.steps();
        var lastSync = new HashMap<Long, Operation>();
        var reads = new ArrayList<Synced>();
        for (var op : evidence.operations()) {
            steps.one();
            if (op.isLost()) continue;
            if (op.call() instanceof Call.Sync) {
                if (op.isDone()) lastSync.put(op.session(), op);
                continue;
            }
            var sync = lastSync.get(op.session());
            if (sync != null) reads.add(new Synced(sync, op));
        }
        reads.sort(steps.by(read -> read.sync().sent()));
        var answered = new Answered(evidence);
        for (var read : reads) {
            steps.one();
            var before = answered.highestBefore(read.sync().sent());
            if (before.isPresent() && read.read().zxid() < before.get().zxid()) {
                evidence.findings()
                        .add(
                                Promise.C5,
                                "a read behind a sync does not know a write that was answered before",
                                before.get().write(),
                                read.sync(),
                                read.read());
            }
        }
    }
}
