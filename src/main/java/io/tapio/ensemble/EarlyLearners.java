package io.tapio.ensemble;

import io.tapio.model.ServerId;
import io.tapio.zab.ZabMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Those who already take us for the leader while we still look: they may only be a moment ahead of
 * us, and need not knock twice.
 */
final class EarlyLearners {
    private static final int PATIENCE_TICKS = 3;

    /** What has come over one link. */
    private static final class Early {
        final List<ZabMessage> said = new ArrayList<>();
        int ticks;
    }

    private final Map<ServerId, Early> waiting = new LinkedHashMap<>();

    void linkUp(ServerId peer) {
        waiting.put(peer, new Early());
    }

    void linkDown(ServerId peer) {
        waiting.remove(peer);
    }

    /** Keeps a greeting; false for what else may come of a link that nobody waits on. */
    boolean keep(ServerId from, ZabMessage message) {
        Early early = waiting.get(from);
        if (early == null || !early.said.isEmpty()) return false;

        early.said.add(message);
        return true;
    }

    /** Those who have waited long enough; they wait no more. */
    List<ServerId> tick() {
        waiting.values().forEach(each -> each.ticks++);
        var tired =
                waiting.entrySet().stream()
                        .filter(each -> each.getValue().ticks > PATIENCE_TICKS)
                        .map(Map.Entry::getKey)
                        .toList();
        tired.forEach(waiting::remove);
        return tired;
    }

    Set<ServerId> peers() {
        return Set.copyOf(waiting.keySet());
    }

    /** Lets all of it happen again, before {@code leader}. */
    void replayTo(Phase leader) {
        waiting.forEach(
                (peer, early) -> {
                    leader.linkUp(peer);
                    early.said.forEach(each -> leader.received(peer, each));
                });
        waiting.clear();
    }
}
