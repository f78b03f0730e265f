package io.tapio.state;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes that wait for room in the log, in their order.
 *
 * <p>Whenever so much waits, those are dropped whose connection has ended: nobody would hear of
 * them, and a client that comes, writes and goes could otherwise fill the memory while the disk
 * stands still.
 */
final class WaitingWrites {
    private static final long FULL_BYTES = 32L << 20;
    private static final long WRITE_BYTES = 1024; // besides its frames

    private final long fullBytes;
    private final Deque<Write> writes = new ArrayDeque<>();
    private long bytes;
    private long sweepAtBytes;

    WaitingWrites() {
        this(FULL_BYTES);
    }

    WaitingWrites(long fullBytes) {
        this.fullBytes = fullBytes;
        this.sweepAtBytes = fullBytes;
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** As much waits as should: nobody new may add to it. */
    boolean isFull() {
        return bytes >= fullBytes;
    }

    void add(Write write) {
        writes.add(write);
        bytes += bytesOf(write);
        if (bytes >= sweepAtBytes) sweep();
    }

    private void sweep() {
        writes.removeIf(write -> write.asker().isOver());
        bytes = writes.stream().mapToLong(WaitingWrites::bytesOf).sum();
        sweepAtBytes = Math.max(fullBytes, 2 * bytes);
    }

    Write first() {
        return writes.element();
    }

    void removeFirst() {
        bytes -= bytesOf(writes.remove());
    }

    Iterable<Write> all() {
        return writes;
    }

    int count() {
        return writes.size();
    }

    private static long bytesOf(Write write) {
        return switch (write) {
            case Write.OpenSession open -> WRITE_BYTES;
            case Write.Requests requests -> WRITE_BYTES + requests.frames().array().length;
        };
    }
}
