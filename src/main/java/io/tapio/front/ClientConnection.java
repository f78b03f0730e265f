package io.tapio.front;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.ServedChannel;
import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.session.LinkFigures;
import io.tapio.wire.Frames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket, from the first byte to the last.
 *
 * <p>What is read goes through the port's stage and comes back to {@link #deliver}, for the {@link
 * SessionLink}; what is sent waits in the {@link Outlet} for the end of the turn. An exception from
 * the rooms below is caught where it enters, and costs this connection only.
 */
final class ClientConnection implements LinkFigures, ServedChannel {
    private static final int LEAVING_FACTOR =
            10; // a slow reader's grace, in times of a still one's

    private final ConnectionGroup group;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Intake intake = new Intake();
    private final Outlet outlet = new Outlet();
    private final SessionLink link = new SessionLink(this);
    private final long establishedMs = System.currentTimeMillis();
    private @Nullable SelectionKey key;
    private int place; // in the group's list
    private int interest = SelectionKey.OP_READ;
    private int batchesOnTheWay; // in the stage
    private boolean inputEnded; // with the batches on the way
    private boolean suspended; // too much of all clients is in the house
    private boolean dirty; // flushed at the end of the turn
    private boolean leaving; // what comes is ignored; closed when all is written
    private boolean gone;
    private long heardMs;
    private long writtenMs; // when the client took something, or there was nothing to take
    private long leavingMs;
    private long received;
    private long sent;

    ClientConnection(
            ConnectionGroup group, SocketChannel channel, InetSocketAddress remote, int place) {
        this.group = group;
        this.channel = channel;
        this.remote = remote;
        this.place = place;
        heardMs = group.clockMs();
        writtenMs = heardMs;
    }

    void register() throws IOException {
        key = group.loop().register(channel, interest, this);
    }

    @Override
    public void serve() {
        SelectionKey ready = key;
        if (ready == null || !ready.isValid()) return;

        try {
            int ops = ready.readyOps();
            if ((ops & SelectionKey.OP_WRITE) != 0) markDirty();
            if ((ops & SelectionKey.OP_READ) != 0) read();
        } catch (IOException e) {
            end(); // a reset, as ordinary as an end of stream
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void read() throws IOException {
        if (link.unanswered() > 0 && group.load().isFull()) {
            suspended = true;
            group.load().suspend(this);
            updateInterest();
            return;
        }
        ByteBuffer in = group.loop().readBuffer().clear();
        group.loop().counts().read();
        int count = channel.read(in);
        if (count < 0) {
            endOfStream();
        } else if (count > 0) {
            heardMs = group.clockMs();
            group.counters().bytesReceived += count;
            if (!leaving) take(in.flip());
        }
    }

    private void take(ByteBuffer in) {
        Frames frames = intake.take(in, group.settings().words(), group.cutter());
        if (frames != null) {
            received += frames.count();
            group.counters().packetsReceived += frames.count();
            batchesOnTheWay++;
            group.emit(new InBatch(this, frames));
        }
        if (intake.isMalformed()) {
            group.counters().malformed++;
            warn("malformed frame", "length=" + group.cutter().malformedLength());
        }
        if (intake.isClosed()) endInput();
    }

    private void endOfStream() {
        // Somebody may send a word, close that direction, and wait for the text.
        if (link.isText() || (leaving && !outlet.isEmpty())) {
            inputEnded = true;
            updateInterest();
        } else {
            endInput();
        }
    }

    private void endInput() {
        inputEnded = true;
        if (batchesOnTheWay == 0) end();
        else updateInterest();
    }

    /** Takes a batch back from the stage. */
    void deliver(Frames frames) {
        batchesOnTheWay--;
        if (gone || leaving) return;

        try {
            link.take(frames, intake.isWord());
            if (inputEnded && batchesOnTheWay == 0 && !link.isText()) end();
            else updateInterest();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Queues replies; false if nothing can be sent any more. */
    boolean send(Bytes frames, int packets) {
        if (outlet.isEmpty()) writtenMs = group.clockMs();
        if (leaving || gone) return false;

        outlet.add(frames);
        sent += packets;
        group.counters().packetsSent += packets;
        group.load().queued(frames.length());
        closeIfGreedy();
        return !gone;
    }

    private void closeIfGreedy() {
        if (outlet.bytes() > group.pressure().outMaxBytes()) {
            close("a client does not read its replies");
        } else if (group.load().isQueueFull() && isGreedy()) {
            close("clients do not read their replies");
        } else {
            markDirty();
        }
    }

    /** More than its share of what waits to be written. */
    private boolean isGreedy() {
        return outlet.bytes() * group.lobby().guests().present() > group.load().queuedBytes();
    }

    private void markDirty() {
        if (dirty || gone) return;

        dirty = true;
        group.markDirty(this);
    }

    /** Writes what waits; at the end of a turn. */
    void flush() {
        dirty = false;
        if (gone) return;

        try {
            long written = outlet.flush(channel, group.loop().writeBuffer(), group.loop().counts());
            group.load().queued(-written);
            group.counters().bytesSent += written;
            if (written > 0) writtenMs = group.clockMs();
            if (outlet.isEmpty() && leaving) leave();
            if (!outlet.isEmpty() && !outlet.isSocketFull()) markDirty();
            link.releaseSoon();
            updateInterest();
        } catch (IOException e) {
            end();
        }
    }

    /**
     * Closes after the last write. To close with input unread would reset the connection, and could
     * cost the client the last reply: then only our direction is closed until the client closes
     * its.
     */
    private void leave() throws IOException {
        int count = inputEnded ? -1 : channel.read(group.loop().readBuffer().clear());
        if (count > 0) channel.shutdownOutput();
        else end();
    }

    /** The selector learns what we now wait for. */
    void updateInterest() {
        SelectionKey registered = key;
        if (gone || registered == null) return;

        int wanted = outlet.isSocketFull() ? SelectionKey.OP_WRITE : 0;
        if (!inputEnded && !suspended && (leaving || link.wantsInput())) {
            wanted |= SelectionKey.OP_READ;
        }
        if (wanted != interest) {
            registered.interestOps(wanted);
            interest = wanted;
        }
    }

    /** Reading goes on, as far as it depends on what all clients have in the house. */
    void resume() {
        if (!suspended) return;

        suspended = false;
        group.load().forget(this);
        updateInterest();
    }

    /** Closes if a deadline has passed. */
    void sweep() {
        long now = group.clockMs();
        int sessionlessMs = group.settings().patience().sessionlessMs();
        int flushMs = group.settings().patience().flushMs();
        if (leaving) {
            if (now - writtenMs > flushMs || now - leavingMs > LEAVING_FACTOR * (long) flushMs)
                end();
        } else if (link.isText()) {
            if (now - writtenMs > sessionlessMs) silent("text not taken in time");
        } else if (!link.isOpen()) {
            if (now - writtenMs > sessionlessMs) silent("no session in time");
        } else {
            if ((interest & SelectionKey.OP_READ) == 0) heardMs = now; // it is we who are deaf
            if (now - heardMs > timeoutMs()) silent("nothing heard in time");
            else if (!outlet.isEmpty() && now - writtenMs > timeoutMs())
                silent("replies not taken");
        }
    }

    private void silent(String reason) {
        group.counters().silent++;
        close(reason);
    }

    /** The session has begun: from now on its timeout counts. */
    void opened() {
        heardMs = group.clockMs();
    }

    void closeAfterFlush() {
        if (leaving || gone) return;

        leaving = true;
        leavingMs = group.clockMs();
        writtenMs = leavingMs;
        markDirty();
    }

    void close(String reason) {
        if (gone) return;

        warn(reason, "");
        end();
    }

    private void warn(String reason, String detail) {
        group.lobby().rareLog().warn(reason, remote, detail);
    }

    /** What was thrown is our mistake, not the client's; but the others must not suffer from it. */
    void failed(RuntimeException thrown) {
        group.counters().failed++;
        group.lobby().rareLog().error("serving a connection failed", remote, thrown);
        end();
    }

    /** Closes at once and without a word. */
    void end() {
        if (gone) return;

        gone = true;
        group.load().queued(-outlet.bytes());
        outlet.clear();
        resume();
        ConnectionGroup.closeQuietly(channel);
        group.remove(this);
        link.over();
    }

    /** Nothing more is wanted of the client. */
    boolean isLeaving() {
        return leaving;
    }

    boolean isQueueHigh() {
        if (group.load().isQueueHigh()) return !outlet.isEmpty();

        return outlet.bytes() > group.pressure().outHighBytes();
    }

    ConnectionGroup group() {
        return group;
    }

    int place() {
        return place;
    }

    void moveTo(int newPlace) {
        place = newPlace;
    }

    @Override
    public ChannelOwner owner() {
        return group.owner();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public int interestOps() {
        return interest;
    }

    @Override
    public int unanswered() {
        return link.unanswered();
    }

    @Override
    public long queuedBytes() {
        return outlet.bytes();
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long establishedMs() {
        return establishedMs;
    }

    @Override
    public long silentMs() {
        return group.clockMs() - heardMs;
    }

    @Override
    public int timeoutMs() {
        return link.timeoutMs();
    }

    @Override
    public Optional<ClientLink.Listener> listener() {
        return link.listener();
    }

    @Override
    public void reset() {
        received = 0;
        sent = 0;
    }
}
