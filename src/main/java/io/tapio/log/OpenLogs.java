package io.tapio.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The logs that are open in an actor system, by persistence id.
 *
 * <p>Pekko makes one instance of a plugin for a whole system, and knows no directories. So whoever
 * starts a log opens its directories and enters them here under an id of their own, and the plugins
 * look up what a message is about. Any number of logs may be open in one system.
 */
final class OpenLogs implements Extension {
    private static final Id ID = new Id();

    private final Map<String, LogStore> open = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();

    private OpenLogs() {}

    static OpenLogs of(ActorSystem system) {
        return ID.get(system);
    }

    /** Enters a log and returns its persistence id. */
    String add(LogStore store) {
        String persistenceId = "tapio-log-" + opened.incrementAndGet();
        open.put(persistenceId, store);
        return persistenceId;
    }

    LogStore get(String persistenceId) {
        @Nullable LogStore store = open.get(persistenceId);
        if (store == null) throw new IllegalStateException(persistenceId + " is closed");

        return store;
    }

    void remove(String persistenceId) {
        open.remove(persistenceId);
    }

    private static final class Id extends AbstractExtensionId<OpenLogs> {
        @Override
        public OpenLogs createExtension(ExtendedActorSystem system) {
            return new OpenLogs();
        }
    }
}
