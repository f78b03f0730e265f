package io.tapio.peer;

import io.tapio.jute.MalformedInput;
import io.tapio.loop.ChannelOwner;
import io.tapio.loop.ServedChannel;
import io.tapio.model.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connected socket between two members, from the preamble to the farewell.
 *
 * <p>What is put waits for the end of the turn and leaves in one write. A wire shows signs of life
 * when nothing else is to be said, and is given up when none comes. An exception from the rooms
 * behind costs this wire only.
 */
final class Wire implements Line, ServedChannel {
    private static final int LEAVING_MS = 1_000; // for the other side to take our last words
    private static final int READS_PER_TURN = 8; // of one wire; then the others have their go

    private final WireRoom room;
    private final SocketChannel channel;
    private final String host;
    private final FrameReader reader = new FrameReader(WireRoom.GREETING_MAX_BYTES);
    private final WriteQueue queue = new WriteQueue();
    private @Nullable SelectionKey key;
    private WireEnd end;
    private int interest = SelectionKey.OP_READ;
    private boolean established; // shows signs of life, and waits for them
    private boolean deaf; // we read no more for a while
    private boolean inputEnded;
    private boolean leaving;
    private boolean dirty;
    private boolean gone;
    private long silenceMs;
    private long heardMs;
    private long saidMs;
    private long leavingMs;

    Wire(WireRoom room, SocketChannel channel, String host, WireEnd end) {
        this.room = room;
        this.channel = channel;
        this.host = host;
        this.end = end;
        heardMs = room.clock().nowMs();
        saidMs = heardMs;
        room.add(this);
    }

    static String hostOf(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "somewhere";
    }

    /** Begins to read, and says the preamble. */
    void open() {
        try {
            key = room.loop().register(channel, interest, this);
            put(Bytes.wrap(Preamble.bytes()));
        } catch (ClosedChannelException e) {
            ended("the connection broke");
        }
    }

    @Override
    public void establish(LinkKind kind, WireEnd newEnd) {
        end = newEnd;
        silenceMs = room.desk().silenceMs(kind);
        established = true;
        heardMs = room.clock().nowMs();
        reader.allow(room.desk().settings().bounds().maxFrameBytes());
    }

    @Override
    public ChannelOwner owner() {
        return room.owner();
    }

    @Override
    public void serve() {
        SelectionKey ready = key;
        if (gone || ready == null || !ready.isValid()) return;

        try {
            int ops = ready.readyOps();
            if ((ops & SelectionKey.OP_WRITE) != 0) markDirty();
            if ((ops & SelectionKey.OP_READ) != 0) readSome();
        } catch (IOException e) {
            ended("the connection broke: " + e.getMessage());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void readSome() throws IOException {
        boolean more = true;
        for (int i = 0; i < READS_PER_TURN && more; i++) {
            more = read() && !gone && !deaf;
        }
    }

    /** True if there may be more to read. */
    private boolean read() throws IOException {
        ByteBuffer in = room.loop().readBuffer().clear();
        room.loop().counts().read();
        int count = channel.read(in);
        if (count < 0) {
            endOfStream();
            return false;
        }
        if (count == 0) return false;

        heardMs = room.clock().nowMs();
        room.desk().counters().bytesReceived += count;
        if (!leaving) take(in.flip());
        return count == in.capacity();
    }

    private void take(ByteBuffer in) {
        try {
            reader.read(in, this::takeFrame);
            if (!gone && !leaving && reader.isWithinFrame()) end.received();
        } catch (Preamble.Stranger stranger) {
            strange(stranger);
        } catch (MalformedInput broken) {
            room.desk().counters().malformed++;
            room.desk().lines().warn("broken bytes came from " + host, broken.getMessage());
            ended("what came was broken: " + broken.getMessage());
        }
    }

    private boolean takeFrame(byte[] body, int checksum) {
        room.desk().counters().framesReceived++;
        end.word(room.desk().codec().decode(body, checksum));
        return !gone && !leaving;
    }

    private void strange(Preamble.Stranger stranger) {
        room.desk().counters().strangers++;
        room.desk().lines().warn(stranger.seems() + ", from " + host);
        if (stranger.isMember()) {
            WireEnd told = end;
            leave(stranger.seems());
            told.ended(stranger.seems());
        } else {
            ended(stranger.seems());
        }
    }

    @Override
    public String host() {
        return host;
    }

    private void endOfStream() {
        inputEnded = true;
        if (leaving && !queue.isEmpty()) updateInterest();
        else ended("it closed the connection");
    }

    @Override
    public void put(Frame frame) {
        if (gone || leaving) return;

        queue.add(frame);
        room.desk().counters().framesSent++;
        said();
    }

    @Override
    public void put(Word word) {
        put(room.desk().codec().encode(word));
    }

    private void put(Bytes bytes) {
        queue.add(bytes);
        said();
    }

    private void said() {
        saidMs = room.clock().nowMs();
        markDirty();
    }

    @Override
    public long waitingBytes() {
        return queue.bytes();
    }

    private void markDirty() {
        if (dirty || gone) return;

        dirty = true;
        room.markDirty(this);
    }

    /** Writes what waits; at the end of a turn. */
    void flush() {
        dirty = false;
        if (gone || key == null) return;

        try {
            long written = queue.flush(channel, room.loop().writeBuffer(), room.loop().counts());
            room.desk().counters().bytesSent += written;
            if (written > 0 && !leaving) end.taken();
            if (leaving && queue.isEmpty()) finish();
            if (!queue.isEmpty() && !queue.isSocketFull()) markDirty();
            updateInterest();
        } catch (IOException e) {
            ended("the connection broke: " + e.getMessage());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /**
     * After the last word. To close with input unread would reset the connection, and could cost
     * the other side that word: so the other side is the first to close.
     */
    private void finish() throws IOException {
        if (inputEnded) close();
        else channel.shutdownOutput();
    }

    private void updateInterest() {
        SelectionKey registered = key;
        if (gone || registered == null || !registered.isValid()) return;

        int wanted = queue.isSocketFull() && !queue.isEmpty() ? SelectionKey.OP_WRITE : 0;
        if (!inputEnded && !deaf) wanted |= SelectionKey.OP_READ;
        if (wanted != interest) {
            registered.interestOps(wanted);
            interest = wanted;
        }
    }

    @Override
    public void deaf(boolean now) {
        if (deaf == now || leaving) return;

        deaf = now;
        heardMs = room.clock().nowMs();
        updateInterest();
    }

    /** Looks at the clock. */
    void sweep() {
        long now = room.clock().nowMs();
        if (leaving) {
            if (now - leavingMs > LEAVING_MS) close();
            return;
        }
        if (!established) return;

        if (deaf) heardMs = now;
        if (now - heardMs > silenceMs) {
            room.desk().counters().silent++;
            ended("nothing was heard for " + (now - heardMs) + " ms");
        } else if (now - saidMs >= silenceMs / 3 && queue.isEmpty()) {
            put(new Word.Alive(deaf));
        }
    }

    private void failed(RuntimeException thrown) {
        room.desk().counters().failed++;
        room.desk().lines().error("a link failed by our own mistake", thrown);
        ended("a mistake of our own");
    }

    /** Closes and tells our end, unless it has already turned away. */
    private void ended(String reason) {
        if (gone) return;

        boolean told = leaving;
        WireEnd last = end;
        close();
        if (!told) last.ended(reason);
    }

    @Override
    public void leave(String reason) {
        if (gone || leaving) return;

        put(new Word.Farewell(reason));
        deaf = false;
        leaving = true;
        leavingMs = room.clock().nowMs();
        updateInterest();
    }

    @Override
    public void close() {
        if (gone) return;

        gone = true;
        queue.clear();
        WireRoom.closeQuietly(channel);
        room.remove(this);
    }

    @Override
    public String toString() {
        return host;
    }
}
