package io.tapio.state;

import io.tapio.model.Bytes;
import io.tapio.tree.NodeKind;
import io.tapio.tree.Znode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds containers and TTL znodes whose time has come, at most so many a minute.
 *
 * <p>A container is ripe when it has no children but once had one, or never had one for longer than
 * is allowed; a TTL znode when it has no children and was not written for its time to live.
 */
final class Reaper {
    private static final int MINUTE_MS = 60_000;

    private final ReplicatedState state;
    private final long intervalTicks;
    private final int maxAtOnce;
    private long ticks;

    Reaper(ReplicatedState state) {
        this.state = state;
        StateSettings settings = state.settings();
        intervalTicks = Math.max(1, settings.reapIntervalMs() / settings.tickTimeMs());
        long minuteShare = settings.reapMaxPerMinute() * settings.reapIntervalMs() / MINUTE_MS;
        maxAtOnce = (int) Math.max(1, minuteShare);
    }

    /** The paths to delete now; empty between the intervals. */
    List<Bytes> ripe(long nowMs) {
        if (++ticks % intervalTicks != 0) return List.of();

        long containerAgeMs = state.settings().containerNeverUsedMs();
        var ripe = new ArrayList<Bytes>();
        for (Znode node : state.tree().owners().containers()) {
            if (ripe.size() == maxAtOnce) return ripe;
            if (isRipeContainer(node, nowMs, containerAgeMs)) ripe.add(node.path());
        }
        for (Znode node : state.tree().owners().ttls()) {
            if (ripe.size() == maxAtOnce) return ripe;
            if (isRipeTtl(node, nowMs)) ripe.add(node.path());
        }
        return ripe;
    }

    private static boolean isRipeContainer(Znode node, long nowMs, long containerAgeMs) {
        if (node.childCount() > 0) return false;
        if (node.cversion() > 0) return true;

        return containerAgeMs > 0 && nowMs - node.ctime() > containerAgeMs;
    }

    private boolean isRipeTtl(Znode node, long nowMs) {
        return node.childCount() == 0
                && state.kindOf(node.owner()) instanceof NodeKind.Ttl ttl
                && nowMs - node.mtime() > ttl.ttlMs();
    }
}
