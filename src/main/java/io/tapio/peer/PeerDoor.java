package io.tapio.peer;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.ServedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One address at which other members call. */
final class PeerDoor implements ServedChannel {
    private static final int BACKLOG = 128;
    private static final int MAX_ACCEPTED = 16; // in one turn; the rest in the next
    private static final Duration PAUSE = Duration.ofMillis(500); // the system has no more sockets

    private final WireRoom room;
    private final Timers timers;
    private final Consumer<SocketChannel> guests;
    private final ServerSocketChannel channel;
    private final Runnable resume = this::resume;
    private @Nullable SelectionKey key;

    private PeerDoor(
            WireRoom room,
            Timers timers,
            Consumer<SocketChannel> guests,
            ServerSocketChannel channel) {
        this.room = room;
        this.timers = timers;
        this.guests = guests;
        this.channel = channel;
    }

    /** Binds; {@link #open} begins to accept. */
    static PeerDoor bind(
            InetSocketAddress address, WireRoom room, Timers timers, Consumer<SocketChannel> guests)
            throws IOException {
        if (address.isUnresolved()) throw new IOException("unknown host");

        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            return new PeerDoor(room, timers, guests, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void open() throws IOException {
        if (key == null) key = room.loop().register(channel, SelectionKey.OP_ACCEPT, this);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public ChannelOwner owner() {
        return room.owner();
    }

    @Override
    public void serve() {
        try {
            for (int i = 0; i < MAX_ACCEPTED; i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) return;
                guests.accept(accepted);
            }
        } catch (IOException e) {
            if (channel.isOpen()) refused(e);
        } catch (RuntimeException e) {
            room.desk().counters().failed++;
            room.desk().lines().error("taking a call failed by our own mistake", e);
        }
    }

    private void refused(IOException cause) {
        room.desk().lines().warn("no more members can be heard: " + cause.getMessage());
        interest(0);
        timers.once(resume, PAUSE);
    }

    private void resume() {
        interest(SelectionKey.OP_ACCEPT);
    }

    private void interest(int ops) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) registered.interestOps(ops);
    }

    void close() {
        timers.cancel(resume);
        WireRoom.closeQuietly(channel);
    }
}
