package io.tapio.log;

import io.tapio.model.Bytes;
import io.tapio.model.DigestMark;
import io.tapio.model.Zxid;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A snapshot on its way from the one who walks the state to the one who writes the file.
 *
 * <p>The walker never waits: it asks {@link #wantsMore} and comes back later if the answer is no.
 * It closes the feed by {@link #end} or {@link #abort}, whichever comes first.
 */
public final class SnapshotFeed {
    private static final int CHUNKS_QUEUED_MAX =
            32; // what a disk may write between two looks of the feeder

    /** What the writer finds in the feed. */
    sealed interface Piece {}

    record Chunk(Bytes bytes) implements Piece {}

    record End(DigestMark mark) implements Piece {}

    record Aborted(String reason) implements Piece {}

    private final Zxid at;
    private final BlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
    private volatile boolean abandoned;
    private volatile boolean closed;

    /** A feed for the state as it is after the entry {@code at}. */
    public SnapshotFeed(Zxid at) {
        this.at = at;
    }

    public Zxid at() {
        return at;
    }

    /** Whether the writer keeps up; a feed takes more all the same. */
    public boolean wantsMore() {
        return !abandoned && queue.size() < CHUNKS_QUEUED_MAX;
    }

    /** Whether nobody will read this feed any more: the walk may stop. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Hands over the first {@code length} bytes of an array that nobody changes any more. */
    public void add(byte[] chunk, int length) {
        if (!abandoned && length > 0) queue.add(new Chunk(Bytes.wrap(chunk, 0, length)));
    }

    /** The snapshot is complete; {@code mark} is the digest at {@link #at}. */
    public void end(DigestMark mark) {
        queue.add(new End(mark));
        closed = true;
    }

    /** There will be no snapshot. */
    public void abort(String reason) {
        queue.add(new Aborted(reason));
        closed = true;
    }

    /** Whether nothing more will come: who takes now does not wait. */
    boolean isClosed() {
        return closed;
    }

    /** The next piece, waited for. */
    Piece take() throws InterruptedException {
        return queue.take();
    }

    /** Says that what is added from now on goes nowhere. */
    void abandon(String reason) {
        abandoned = true;
        queue.clear();
        queue.add(new Aborted(reason));
        closed = true;
    }
}
