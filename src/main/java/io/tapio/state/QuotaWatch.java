package io.tapio.state;

import io.tapio.model.Bytes;
import io.tapio.tree.Quotas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What quotas say to a write: hard limits may forbid it, soft ones are only noted, to be told to
 * the operator (Administrator's Guide, Quotas).
 */
final class QuotaWatch {
    private final ReplicatedState state;
    private final boolean enforced;
    private final Map<Bytes, Quotas.Excess> exceeded = new HashMap<>(); // the newest of each quota

    QuotaWatch(ReplicatedState state) {
        this.state = state;
        this.enforced = state.settings().enforceQuota();
    }

    /** Whether a hard limit stands against so many more znodes and bytes at {@code path}. */
    boolean forbids(Bytes path, int moreNodes, int moreBytes) {
        if (moreNodes == 0 && moreBytes == 0) return false;

        return enforced && state.tree().quotas().check(path, moreNodes, moreBytes).isPresent();
    }

    /** Takes note if an accepted write goes beyond a soft limit. */
    void accepted(Bytes path, int moreNodes, int moreBytes) {
        state.tree()
                .quotas()
                .softExceeded(path, moreNodes, moreBytes)
                .ifPresent(excess -> exceeded.put(excess.quotaPath(), excess));
    }

    /** The soft limits that were exceeded since the last call, each once. */
    List<Quotas.Excess> takeExceeded() {
        if (exceeded.isEmpty()) return List.of();

        var taken = new ArrayList<>(exceeded.values());
        exceeded.clear();
        return taken;
    }
}
