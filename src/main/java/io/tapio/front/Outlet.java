package io.tapio.front;

import io.tapio.loop.LoopCounts;
import io.tapio.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client.
 *
 * <p>Runs of bytes are shared, for many clients may get the same, but never such that much more is
 * kept alive than waits. Nothing is kept while nothing waits.
 */
final class Outlet {
    private static final int MAX_CHUNK_BYTES = 16 << 10;
    private static final int COPIED_BYTES = 256;
    private static final long KEPT_FACTOR = 2;
    private static final int KEPT_BYTES = 512; // of arrays up to this size nobody takes notice
    private static final int AFTER_SHORT_WRITE = 256 << 10; // a full socket rarely takes more
    private static final int MAX_WRITES = 4; // then the others of this turn have their go

    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private long bytes;
    private boolean socketFull;

    private static final class Chunk {
        final byte[] array;
        final boolean shared;
        int from;
        int to;
        @Nullable Chunk next;

        Chunk(byte[] array, int from, int to, boolean shared) {
            this.array = array;
            this.from = from;
            this.to = to;
            this.shared = shared;
        }

        boolean hasRoomFor(int count) {
            return !shared && array.length - to >= count;
        }
    }

    /** Adds the run, of bytes that nobody changes any more. */
    void add(Bytes run) {
        if (run.isEmpty()) return;

        if (isCopied(run)) copy(run.array(), run.offset(), run.length());
        else add(new Chunk(run.array(), run.offset(), run.offset() + run.length(), true));
        bytes += run.length();
    }

    /**
     * Whether a copy costs less than sharing: for a short run behind others; and for a small part
     * of a large array, which a client that does not read would keep in memory as a whole.
     */
    private boolean isCopied(Bytes run) {
        return (run.length() <= COPIED_BYTES && tail != null)
                || run.array().length > KEPT_FACTOR * run.length() + KEPT_BYTES;
    }

    private void copy(byte[] source, int from, int count) {
        Chunk last = tail;
        if (last == null || !last.hasRoomFor(count)) {
            last = add(new Chunk(new byte[capacityFor(count, last)], 0, 0, false));
        }
        System.arraycopy(source, from, last.array, last.to, count);
        last.to += count;
    }

    private Chunk add(Chunk chunk) {
        Chunk last = tail;
        if (last == null) head = chunk;
        else last.next = chunk;
        tail = chunk;
        return chunk;
    }

    /** A first reply gets just its room; more in the same turn get room for more again. */
    private static int capacityFor(int count, @Nullable Chunk last) {
        if (last == null) return count;
        if (last.shared) return Math.max(count, COPIED_BYTES);

        return Math.max(count, Math.min(MAX_CHUNK_BYTES, 4 * Math.min(last.array.length, 1 << 20)));
    }

    boolean isEmpty() {
        return head == null;
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
        for (int i = 0; i < MAX_WRITES && head != null; i++) {
            buffer.clear();
            if (socketFull) buffer.limit(Math.min(buffer.capacity(), AFTER_SHORT_WRITE));
            fill(buffer);
            buffer.flip();
            int wanted = buffer.remaining();
            counts.write();
            int written = channel.write(buffer);
            drop(written);
            socketFull = written < wanted;
            if (socketFull) break;
        }
        return before - bytes;
    }

    private void fill(ByteBuffer buffer) {
        for (Chunk chunk = head; chunk != null && buffer.hasRemaining(); chunk = chunk.next) {
            int count = Math.min(chunk.to - chunk.from, buffer.remaining());
            buffer.put(chunk.array, chunk.from, count);
        }
    }

    private void drop(int written) {
        bytes -= written;
        int left = written;
        Chunk chunk = head;
        while (chunk != null && left >= chunk.to - chunk.from) {
            left -= chunk.to - chunk.from;
            chunk = chunk.next;
        }
        if (chunk == null) tail = null;
        else chunk.from += left;
        head = chunk;
    }

    void clear() {
        head = null;
        tail = null;
        bytes = 0;
    }
}
