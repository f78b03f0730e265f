package io.tapio.peer;

import io.tapio.loop.LoopCounts;
import io.tapio.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What waits to be written to one socket; payloads are shared with whoever else gets them. */
final class WriteQueue {
    private static final int MAX_WRITES = 4; // then the others of this turn have their go

    private final ArrayDeque<Bytes> runs = new ArrayDeque<>();
    private int written; // of the first run
    private long bytes;
    private boolean socketFull;

    void add(Frame frame) {
        add(frame.head());
        add(frame.payload());
    }

    void add(Bytes run) {
        if (run.isEmpty()) return;

        runs.add(run);
        bytes += run.length();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** The socket did not take all at the last flush: it will say when it takes more. */
    boolean isSocketFull() {
        return socketFull;
    }

    /**
     * Writes by way of {@code buffer} until nothing is left, the socket is full, or others should
     * have their go. Returns the bytes written.
     */
    long flush(SocketChannel channel, ByteBuffer buffer, LoopCounts counts) throws IOException {
        long before = bytes;
        for (int i = 0; i < MAX_WRITES && !runs.isEmpty(); i++) {
            fill(buffer.clear());
            buffer.flip();
            int wanted = buffer.remaining();
            counts.write();
            int taken = channel.write(buffer);
            drop(taken);
            socketFull = taken < wanted;
            if (socketFull) break;
        }
        return before - bytes;
    }

    /** Takes out the next bytes, up to so many. */
    Bytes take(int most) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, bytes));
        fill(buffer);
        drop(buffer.position());
        return Bytes.wrap(buffer.array());
    }

    private void fill(ByteBuffer buffer) {
        int from = written;
        for (Bytes run : runs) {
            int count = Math.min(run.length() - from, buffer.remaining());
            buffer.put(run.array(), run.offset() + from, count);
            if (!buffer.hasRemaining()) return;
            from = 0;
        }
    }

    private void drop(int taken) {
        bytes -= taken;
        int left = taken;
        for (@Nullable Bytes run = runs.peek();
                run != null && left >= run.length() - written;
                run = runs.peek()) {
            left -= run.length() - written;
            written = 0;
            runs.remove();
        }
        written += left;
    }

    void clear() {
        runs.clear();
        written = 0;
        bytes = 0;
    }
}
