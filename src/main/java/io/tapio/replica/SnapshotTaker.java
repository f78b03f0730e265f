package io.tapio.replica;

import io.tapio.jute.JuteWriter;
import io.tapio.log.SnapshotFeed;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SnapshotWriter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a snapshot is due and feeds it to the disk a small step at a time, so that requests
 * pass between the steps.
 *
 * <p>Due after a random number of entries, or of their bytes, between half of the setting and all
 * of it, so that members do not all write at once. But not before the log has grown by a good part
 * of the last snapshot: writing a large tree again and again for little news would cost more than
 * replaying that news ever can.
 */
public final class SnapshotTaker {
    private static final int NODES_PER_STEP = 256;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int GROWTH_DIVISOR = 4; // of the last snapshot's size

    private final long everyTxns;
    private final long everyBytes;
    private final RandomGenerator random;
    private long dueAtTxns;
    private long dueAtBytes;
    private long notBeforeBytes;
    private long writtenBytes; // of the snapshot that is being written, or was last
    private boolean writing; // until the disk has said how it went
    private @Nullable Running running;

    private record Running(SnapshotWriter writer, SnapshotFeed feed) {}

    /** {@code everyBytes} of 0 or less counts entries only. */
    public SnapshotTaker(long everyTxns, long everyBytes, RandomGenerator random) {
        this.everyTxns = everyTxns;
        this.everyBytes = everyBytes > 0 ? everyBytes : Long.MAX_VALUE / 2;
        this.random = random;
        scheduleAfter(0, 0);
    }

    /** Whether it is time, so many entries and bytes behind the snapshot we started from. */
    boolean isDue(long txns, long bytes) {
        return !writing && bytes >= notBeforeBytes && (txns >= dueAtTxns || bytes >= dueAtBytes);
    }

    boolean isWriting() {
        return writing;
    }

    /** The state is another one: what was being written of the old one is void. */
    void replaced() {
        if (running != null) {
            running.feed().abort("another state has taken the place of this one");
            giveUp(running);
        }
        scheduleAfter(0, 0);
        notBeforeBytes = 0;
    }

    /** Begins a snapshot of the state as it is now; its content follows by {@link #step}. */
    SnapshotFeed begin(ReplicatedState state) {
        var writer = new SnapshotWriter(state);
        var feed = new SnapshotFeed(writer.at());
        running = new Running(writer, feed);
        writing = true;
        writtenBytes = 0;
        return feed;
    }

    /** The disk has the snapshot, or has given it up. */
    void ended(long txns, long bytes) {
        writing = false;
        if (running != null) giveUp(running);
        scheduleAfter(txns, bytes);
        notBeforeBytes = bytes + writtenBytes / GROWTH_DIVISOR;
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
            giveUp(now);
            return Next.NEVER;
        }
        if (!now.feed().wantsMore()) return Next.LATER;

        var chunk = new JuteWriter(CHUNK_BYTES); // belongs to the feed afterwards
        if (now.writer().next(NODES_PER_STEP, chunk)) {
            writtenBytes += chunk.length();
            now.feed().add(chunk.array(), chunk.length());
            return Next.SOON;
        }
        now.feed().end(now.writer().mark());
        running = null;
        return Next.NEVER;
    }

    private void giveUp(Running now) {
        now.writer().abandon();
        running = null;
    }

    private void scheduleAfter(long txns, long bytes) {
        dueAtTxns = txns + between(everyTxns);
        dueAtBytes = bytes + between(everyBytes);
    }

    /** More than half of it, at most all of it. */
    private long between(long whole) {
        return Math.max(1, whole / 2 + 1 + random.nextLong(Math.max(1, whole / 2)));
    }
}
