package io.tapio.state;

import io.tapio.model.Invariant;
import io.tapio.tree.OwnerRules;

/**
 * How the replicated state behaves. Must be alike on every member where it touches what is applied
 * ({@code ownerRules}).
 *
 * <p>{@code containerNeverUsedMs} 0 keeps containers that never had a child for ever.
 */
public record StateSettings(
        int tickTimeMs,
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        OwnerRules ownerRules,
        boolean enforceQuota,
        long snapshotEveryTxns,
        long snapshotEveryBytes,
        long reapIntervalMs,
        int reapMaxPerMinute,
        long containerNeverUsedMs) {
    public StateSettings {
        Invariant.holds(tickTimeMs > 0, "tickTime is positive");
        Invariant.holds(
                minSessionTimeoutMs <= maxSessionTimeoutMs, "session time-outs have a range");
    }

    /** Whether znodes may have a time to live. */
    boolean extendedTypes() {
        return ownerRules.extendedTypes();
    }

    /** The time-out a client gets for the one it asks for. */
    public int negotiate(int wantedMs) {
        return Math.clamp(wantedMs, minSessionTimeoutMs, maxSessionTimeoutMs);
    }
}
