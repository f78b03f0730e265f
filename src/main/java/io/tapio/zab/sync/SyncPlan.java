package io.tapio.zab.sync;

import io.tapio.model.Zxid;
import io.tapio.zab.LogOutline;
import java.util.ArrayList;
import java.util.List;

/** How a learner's log becomes the leader's: found by comparing where the two part. */
public sealed interface SyncPlan {

    /** The learner's log is the beginning of the leader's: send what follows {@code from}. */
    record Diff(Zxid from) implements SyncPlan {}

    /** The learner has entries that the leader never had: cut to {@code to}, send what follows. */
    record Trunc(Zxid to) implements SyncPlan {}

    /** The logs have no entry in common that both still hold: send the state, then what follows. */
    record Snap() implements SyncPlan {}

    /** The plan; what a zxid alone seems to say is never trusted. */
    static SyncPlan of(LogOutline learner, LogOutline leader) {
        Zxid common = lastCommon(learner, leader);
        if (!learner.reaches(common) || !leader.reaches(common)) return new Snap();

        return common.equals(learner.last()) ? new Diff(common) : new Trunc(common);
    }

    /**
     * The last entry that both logs have, if both reach so far back. The newest epoch that both
     * have entries of decides: one of them may have more of it, and before it they are equal.
     */
    private static Zxid lastCommon(LogOutline learner, LogOutline leader) {
        List<Zxid> ends = points(learner);
        for (Zxid mine : points(leader).reversed()) {
            for (Zxid theirs : ends.reversed()) {
                if (mine.epoch() == theirs.epoch()) return theirs.isAfter(mine) ? mine : theirs;
            }
        }
        return Zxid.NONE;
    }

    private static List<Zxid> points(LogOutline log) {
        var points = new ArrayList<Zxid>();
        if (log.base().isAfter(Zxid.NONE)) points.add(log.base());
        points.addAll(log.ends());
        return points;
    }
}
