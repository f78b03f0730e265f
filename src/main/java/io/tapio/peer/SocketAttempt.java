package io.tapio.peer;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.ServedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Looks up a member's name and tries its addresses one after the other. */
final class SocketAttempt implements Attempt, ServedChannel, Lookup.Waiter {
    private final WireRoom room;
    private final Lookup lookup;
    private final PeerSettings.Endpoint to;
    private final Dial dial;
    private final Queue<InetSocketAddress> addresses = new ArrayDeque<>();
    private @Nullable SocketChannel channel; // while it connects
    private @Nullable SelectionKey key;
    private boolean over;

    SocketAttempt(WireRoom room, Lookup lookup, PeerSettings.Endpoint to, Dial dial) {
        this.room = room;
        this.lookup = lookup;
        this.to = to;
        this.dial = dial;
    }

    @Override
    public void begin() {
        lookup.begin(this);
    }

    @Override
    public void found(List<InetSocketAddress> found) {
        if (over) return;

        if (found.isEmpty()) {
            dial.fail("no address is known for " + to);
        } else {
            addresses.addAll(found);
            tryNext("");
        }
    }

    private void tryNext(String reason) {
        closeChannel();
        InetSocketAddress address = addresses.poll();
        if (address == null) {
            dial.fail(reason);
            return;
        }
        try {
            connect(address);
        } catch (IOException e) {
            tryNext(said(e));
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (opened.connect(address)) hand(opened);
        else key = room.loop().register(opened, SelectionKey.OP_CONNECT, this);
    }

    @Override
    public ChannelOwner owner() {
        return room.owner();
    }

    @Override
    public void serve() {
        SocketChannel connecting = channel;
        if (over || connecting == null || key == null || !key.isValid()) return;

        try {
            if (connecting.finishConnect()) hand(connecting);
        } catch (IOException e) {
            tryNext(said(e));
        } catch (RuntimeException e) {
            room.desk().counters().failed++;
            room.desk().lines().error("dialling a member failed by our own mistake", e);
            dial.fail("a mistake of our own");
        }
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? "it cannot be reached" : message.toLowerCase(Locale.ROOT);
    }

    private void hand(SocketChannel connected) throws IOException {
        Wire wire = new Wire(room, connected, Wire.hostOf(connected), dial);
        channel = null; // the wire's from now on
        key = null;
        wire.open();
        dial.opened(wire);
    }

    @Override
    public void cancel() {
        over = true;
        lookup.cancel(this);
        closeChannel();
    }

    private void closeChannel() {
        if (channel != null) WireRoom.closeQuietly(channel);
        channel = null;
        key = null;
    }
}
