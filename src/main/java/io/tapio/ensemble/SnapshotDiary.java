package io.tapio.ensemble;

import io.tapio.log.Log;
import io.tapio.log.RecoveredLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the diary what a member's disk did, without filling it. */
final class SnapshotDiary {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.member");
    private static final long TOLD_EVERY_SECONDS = 60;

    private long sinceTold;
    private long toldAgainAt = Long.MIN_VALUE; // by a clock of seconds

    void tell(RecoveredLog found) {
        if (found.firstStart()) return;

        LOG.info(
                "recovered zxid={} snapshot={} entries={} closedCleanly={} ms={}",
                found.lastLogged(),
                found.snapshot(),
                found.entries(),
                found.closedCleanly(),
                found.took().toMillis());
    }

    /** Under heavy writing there may be several a second: the diary has one a minute. */
    void tell(Log.SnapshotTaken taken, long nowSeconds) {
        sinceTold++;
        if (nowSeconds < toldAgainAt) return;

        LOG.info(
                "snapshot zxid={} bytes={} ms={} count={}",
                taken.at(),
                taken.bytes(),
                taken.took().toMillis(),
                sinceTold);
        sinceTold = 0;
        toldAgainAt = nowSeconds + TOLD_EVERY_SECONDS;
    }
}
