package io.tapio.front;

import io.tapio.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client.
 *
 * <p>Replies are copied, small ones of a turn together; what many clients get is shared. Nothing is
 * kept while nothing waits.
 */
final class Outlet {
    private static final int MAX_CHUNK_BYTES = 16 << 10;
    private static final int COPIED_BYTES = 256; // a shared run this short costs less as a copy
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

    void copy(byte[] source, int from, int count) {
        if (count == 0) return;

        Chunk last = tail;
        if (last == null || !last.hasRoomFor(count)) {
            last = add(new Chunk(new byte[capacityFor(count, last)], 0, 0, false));
        }
        System.arraycopy(source, from, last.array, last.to, count);
        last.to += count;
        bytes += count;
    }

    /** Adds without copying, as nobody changes these bytes any more. */
    void share(Bytes run) {
        Chunk last = tail;
        if (run.length() <= COPIED_BYTES && last != null && last.hasRoomFor(run.length())) {
            copy(run.array(), run.offset(), run.length());
        } else if (run.length() > 0) {
            add(new Chunk(run.array(), run.offset(), run.offset() + run.length(), true));
            bytes += run.length();
        }
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
        if (last == null || last.shared) return count;

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
    long flush(SocketChannel channel, ByteBuffer buffer) throws IOException {
        long before = bytes;
        for (int i = 0; i < MAX_WRITES && head != null; i++) {
            buffer.clear();
            if (socketFull) buffer.limit(Math.min(buffer.capacity(), AFTER_SHORT_WRITE));
            fill(buffer);
            buffer.flip();
            int wanted = buffer.remaining();
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
