package io.tapio.replica;

import io.tapio.jute.JuteWriter;
import io.tapio.log.SnapshotFeed;
import io.tapio.state.SnapshotWriter;
import io.tapio.state.StateMachine;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a snapshot is due and feeds it to the disk a small step at a time, so that requests
 * pass between the steps.
 *
 * <p>Due after a random number of entries between half of the setting and all of it, so that
 * members do not all write at once.
 */
public final class SnapshotTaker {
    private static final int NODES_PER_STEP = 256;
    private static final int CHUNK_BYTES = 64 << 10;

    private final long everyTxns;
    private final RandomGenerator random;
    private long dueAt;
    private @Nullable Running running;

    private record Running(SnapshotWriter writer, SnapshotFeed feed) {}

    public SnapshotTaker(long everyTxns, RandomGenerator random) {
        this.everyTxns = everyTxns;
        this.random = random;
        scheduleAfter(0);
    }

    boolean isDue(StateMachine machine) {
        return running == null && machine.entriesApplied() >= dueAt;
    }

    /** Begins a snapshot of the state as it is now; its content follows by {@link #step}. */
    SnapshotFeed begin(StateMachine machine) {
        scheduleAfter(machine.entriesApplied());
        var writer = new SnapshotWriter(machine.state());
        var feed = new SnapshotFeed(writer.at());
        running = new Running(writer, feed);
        return feed;
    }

    /** When the next step of a snapshot is due. */
    enum Next {
        SOON,
        LATER,
        NEVER
    }

    /** Hands on one chunk if the disk keeps up. */
    Next step() {
        Running now = running;
        if (now == null) return Next.NEVER;
        if (now.feed().isAbandoned()) {
            now.writer().abandon();
            running = null;
            return Next.NEVER;
        }
        if (!now.feed().wantsMore()) return Next.LATER;

        var chunk = new JuteWriter(CHUNK_BYTES); // belongs to the feed afterwards
        if (now.writer().next(NODES_PER_STEP, chunk)) {
            now.feed().add(chunk.array(), chunk.length());
            return Next.SOON;
        }
        now.feed().end(now.writer().mark());
        running = null;
        return Next.NEVER;
    }

    private void scheduleAfter(long entries) {
        dueAt = entries + Math.max(1, everyTxns / 2 + random.nextLong(Math.max(1, everyTxns / 2)));
    }
}
