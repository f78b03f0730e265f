package io.tapio.zab.discovery;

import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import io.tapio.zab.Outbox;
import io.tapio.zab.OwnLog;
import io.tapio.zab.ZabMessage.AckEpoch;
import java.util.Optional;

/**
 * A learner's side of phase 1 (Zab, DSN 2011): it promises to follow no older epoch, and says so
 * once the promise is on disk.
 */
public final class FollowerDiscovery {
    private static final int UNKNOWN = -1;

    private final ServerId leader;
    private final OwnLog log;
    private int epoch = UNKNOWN;
    private boolean promised;

    public FollowerDiscovery(ServerId leader, OwnLog log) {
        this.leader = leader;
        this.log = log;
    }

    /** The leader announces its epoch; the answer is what is wrong with that, if anything. */
    public Optional<String> onLeaderInfo(int announced, Outbox out) {
        if (isKnown()) return Optional.of("it announces an epoch twice");
        if (announced < log.accepted()) {
            return Optional.of("its epoch " + announced + " is before " + log.accepted());
        }

        epoch = announced;
        if (announced == log.accepted()) acknowledge(false, out);
        else out.acceptEpoch(announced);
        return Optional.empty();
    }

    /** Our disk has the promise. */
    public void onAccepted(int accepted, Outbox out) {
        Invariant.holds(accepted == epoch, "only what was announced is promised");
        acknowledge(true, out);
    }

    private void acknowledge(boolean fresh, Outbox out) {
        promised = true;
        out.send(leader, new AckEpoch(log.current(), fresh, log.outline()));
    }

    /** Whether the leader's epoch is known. */
    public boolean isKnown() {
        return epoch != UNKNOWN;
    }

    public boolean isDone() {
        return promised;
    }

    public int epoch() {
        return epoch;
    }
}
