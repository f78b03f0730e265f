package io.tapio.state;

import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many bytes the log can still take, less what is on its way there. */
final class LogRoom {
    private static final long RECORD_OVERHEAD_BYTES = 512;

    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private long inFlightBytes;
    private long roomBytes;
    private long largestRoomBytes; // that was ever offered
    private boolean full;

    private record Sent(Zxid last, long bytes) {}

    void sent(Zxid last, long bytes) {
        long whole = bytes + RECORD_OVERHEAD_BYTES;
        inFlight.add(new Sent(last, whole));
        inFlightBytes += whole;
    }

    void update(Zxid durable, long newRoomBytes, boolean nowFull) {
        while (!inFlight.isEmpty() && !inFlight.peek().last().isAfter(durable)) {
            inFlightBytes -= inFlight.remove().bytes();
        }
        roomBytes = newRoomBytes;
        largestRoomBytes = Math.max(largestRoomBytes, newRoomBytes);
        full = nowFull;
    }

    boolean fits(long bytes) {
        return inFlightBytes + bytes + RECORD_OVERHEAD_BYTES <= roomBytes;
    }

    /**
     * Whether so much is more than the log ever keeps ready, and it has nothing else to do: then it
     * grows to hold it, while waiting would never end.
     */
    boolean mustGrowFor(long bytes) {
        return bytes + RECORD_OVERHEAD_BYTES > largestRoomBytes && inFlight.isEmpty() && !full;
    }

    /** Whether the disk has no more room than this. */
    boolean isFull() {
        return full;
    }
}
