package io.tapio.state;

import io.tapio.model.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of the ensemble, and when each of them will have been silent for too long.
 *
 * <p>Time is counted in ticks that the owner delivers. A touch only notes the tick; a session is
 * looked at when the bucket it lies in comes up, and moved on if it was heard meanwhile. So a
 * silent session expires after its time-out and at most two ticks later, and a server that was
 * itself asleep, and delivered no ticks, expires nobody.
 */
public final class SessionTable {
    private final int tickTimeMs;
    private final Map<Long, SessionEntry> sessions = new HashMap<>();
    private final Map<Long, List<SessionEntry>> dueAtTick = new HashMap<>();
    private boolean resting;
    private long tick;
    private long lastCreated;

    public SessionTable(int tickTimeMs) {
        this.tickTimeMs = tickTimeMs;
    }

    public @Nullable SessionEntry find(SessionId id) {
        return sessions.get(id.value());
    }

    public int count() {
        return sessions.size();
    }

    public Collection<SessionEntry> all() {
        return sessions.values();
    }

    /** The id of the session created last, 0 if none ever was; survives the session's end. */
    public SessionId lastCreated() {
        return new SessionId(lastCreated);
    }

    public SessionEntry created(SessionId id, int timeoutMs) {
        var entry = new SessionEntry(id, timeoutMs);
        entry.heardAtTick = tick;
        SessionEntry before = sessions.put(id.value(), entry);
        if (before != null) before.gone = true;
        lastCreated = id.value();
        schedule(entry);
        return entry;
    }

    /** Restores what a snapshot says about the newest id. */
    public void restoreLastCreated(SessionId id) {
        lastCreated = id.value();
    }

    public @Nullable SessionEntry closed(SessionId id) {
        SessionEntry entry = sessions.remove(id.value());
        if (entry != null) entry.gone = true;
        return entry;
    }

    /** The session was heard just now. */
    public void touch(SessionEntry entry) {
        entry.heardAtTick = tick;
    }

    /** The session goes on with this time-out, which begins now. */
    void attached(SessionEntry entry, int timeoutMs) {
        entry.currentTimeoutMs = timeoutMs;
        touch(entry);
        if (dueTick(entry) < entry.lookAtTick) schedule(entry);
    }

    /** Somebody else watches over the sessions: none is found silent here. */
    void rest() {
        resting = true;
        dueAtTick.clear();
    }

    /**
     * We watch over the sessions now. Each has its full time-out before it, for we cannot know when
     * it was heard last.
     */
    void watchOver() {
        resting = false;
        dueAtTick.clear();
        for (SessionEntry each : sessions.values()) {
            touch(each);
            schedule(each);
        }
    }

    /** One tick has passed; returns the sessions that were silent for too long. */
    public List<SessionEntry> tick() {
        tick++;
        List<SessionEntry> bucket = dueAtTick.remove(tick);
        if (bucket == null) return List.of();

        var expired = new ArrayList<SessionEntry>();
        for (SessionEntry entry : bucket) {
            if (entry.gone || entry.lookAtTick != tick) continue; // lies in an earlier bucket now
            if (entry.closing) {
                scheduleNext(entry);
            } else if (dueTick(entry) <= tick) {
                expired.add(entry);
                scheduleNext(entry); // should its close be refused, it is looked at again
            } else {
                schedule(entry);
            }
        }
        return expired;
    }

    /** The sessions by the tick at which they are looked at, for {@code dump}. */
    public Map<Long, List<SessionId>> byDueTick() {
        var due = new HashMap<Long, List<SessionId>>();
        for (SessionEntry entry : sessions.values()) {
            due.computeIfAbsent(dueTick(entry), t -> new ArrayList<>()).add(entry.id());
        }
        return due;
    }

    public long now() {
        return tick;
    }

    private void schedule(SessionEntry entry) {
        scheduleAt(dueTick(entry), entry);
    }

    private void scheduleNext(SessionEntry entry) {
        scheduleAt(tick + 1, entry);
    }

    private void scheduleAt(long at, SessionEntry entry) {
        entry.lookAtTick = at;
        if (!resting) dueAtTick.computeIfAbsent(at, t -> new ArrayList<>()).add(entry);
    }

    private long dueTick(SessionEntry entry) {
        int ticks = Math.ceilDiv(entry.currentTimeoutMs, tickTimeMs);
        return entry.heardAtTick + ticks + 1;
    }
}
