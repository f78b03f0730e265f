package io.tapio.front;

import io.tapio.front.FrontSettings.Pressure;
import io.tapio.loop.ChannelOwner;
import io.tapio.loop.EventLoop;
import io.tapio.session.LinkFigures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The connections of one port: lets them in, flushes them at the end of a turn, watches the clock.
 *
 * <p>Its clock stands still while the whole process does: after a long pause nobody is closed for
 * silence before the bytes that came meanwhile were read.
 */
final class ConnectionGroup {
    private final Lobby lobby;
    private final EventLoop loop;
    private final ChannelOwner owner;
    private final Consumer<InBatch> out;
    private final FrameCutter cutter;
    private final ArrayList<ClientConnection> all = new ArrayList<>();
    private final Runnable flushDirty = this::flushDirty;
    private ArrayList<ClientConnection> dirty = new ArrayList<>();
    private ArrayList<ClientConnection> flushing = new ArrayList<>();
    private Runnable whenEmpty = () -> {};
    private long clockMs;
    private long sweptMs;

    /** Frames that were read go to {@code out}. */
    ConnectionGroup(Lobby lobby, EventLoop loop, ChannelOwner owner, Consumer<InBatch> out) {
        this.lobby = lobby;
        this.loop = loop;
        this.owner = owner;
        this.out = out;
        cutter = new FrameCutter(lobby.settings().maxFrameBytes());
        sweptMs = loop.nowMs();
        lobby.opened(this);
    }

    /** Takes over a socket that was just accepted, or closes it. */
    void admit(SocketChannel channel) {
        try {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            Optional<String> objection = lobby.guests().admit(remote.getAddress());
            if (objection.isPresent()) {
                channel.close();
                counters().rejected++;
                lobby.rareLog().warn(objection.get(), remote, "");
                return;
            }
            counters().accepted++;
            open(channel, remote);
        } catch (IOException e) {
            closeQuietly(channel); // it went away before we had it
        }
    }

    private void open(SocketChannel channel, InetSocketAddress remote) throws IOException {
        ClientConnection connection = new ClientConnection(this, channel, remote, all.size());
        all.add(connection);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (settings().sockets().keepAlive()) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            connection.register();
        } catch (IOException e) {
            connection.end();
            throw e;
        }
    }

    static void closeQuietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // A socket that cannot be closed is as good as closed.
        }
    }

    /** Has {@code connection} flushed at the end of this turn. */
    void markDirty(ClientConnection connection) {
        if (dirty.isEmpty()) loop.atTurnEnd(flushDirty);
        dirty.add(connection);
    }

    private void flushDirty() {
        ArrayList<ClientConnection> due = dirty;
        dirty = flushing;
        flushing = due;
        for (int i = 0; i < due.size(); i++) {
            due.get(i).flush();
        }
        due.clear();
    }

    /** Looks at every deadline. */
    void sweep() {
        long now = loop.nowMs();
        clockMs += Math.min(now - sweptMs, 2L * settings().patience().sweepMs());
        sweptMs = now;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (i < all.size()) all.get(i).sweep(); // several may end at once
        }
    }

    /** Has all connections closed as soon as what is queued has been written. */
    void dismissAll(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (i < all.size()) all.get(i).closeAfterFlush();
        }
        if (all.isEmpty()) whenEmpty.run();
    }

    void closeAll() {
        while (!all.isEmpty()) {
            all.getLast().end();
        }
        lobby.closed(this);
    }

    /** Forgets a connection that ended; the last one moves to its place. */
    void remove(ClientConnection connection) {
        int place = connection.place();
        ClientConnection last = all.removeLast();
        if (last != connection) {
            all.set(place, last);
            last.moveTo(place);
        }
        lobby.guests().left(connection.remote().getAddress());
        if (all.isEmpty()) whenEmpty.run();
    }

    void links(Consumer<LinkFigures> each) {
        all.forEach(each);
    }

    void emit(InBatch batch) {
        out.accept(batch);
    }

    /** Milliseconds by the clock of the sweeps: as exact as these are frequent. */
    long clockMs() {
        return clockMs;
    }

    Lobby lobby() {
        return lobby;
    }

    FrontSettings settings() {
        return lobby.settings();
    }

    Pressure pressure() {
        return lobby.settings().pressure();
    }

    HouseLoad load() {
        return lobby.load();
    }

    Counters counters() {
        return lobby.counters();
    }

    EventLoop loop() {
        return loop;
    }

    ChannelOwner owner() {
        return owner;
    }

    FrameCutter cutter() {
        return cutter;
    }
}
