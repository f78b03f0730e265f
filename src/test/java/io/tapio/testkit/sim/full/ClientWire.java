package io.tapio.testkit.sim.full;

import io.tapio.model.Bytes;
import io.tapio.session.ClientLink;
import io.tapio.wire.Frames;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** One connection of a client with a server: each way in order, until one end is gone. */
final class ClientWire implements ClientLink {
    private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 40_000);
    private static final int RETRY_US = 20_000;

    private final Agenda agenda;
    private final RandomGenerator random;
    private final SimClient client;
    private final Server server;
    private final Process process;
    private final List<Bytes> early = new ArrayList<>();
    private ClientLink.Listener listener;
    private boolean clientGone;
    private boolean serverClosed;
    private final Deque<Runnable> upwards = new ArrayDeque<>();
    private final Deque<Runnable> downwards = new ArrayDeque<>();
    private long lastUp;
    private long lastDown;

    ClientWire(Simulation world, SimClient client, Server server) {
        this.agenda = world.agenda();
        this.random = world.random();
        this.client = client;
        this.server = server;
        this.process = server.process();
    }

    Server server() {
        return server;
    }

    private boolean isOpen() {
        return client.canReach(server.id());
    }

    // The client's end.

    void connect(Bytes handshake) {
        up(
                () -> {
                    if (process.isAlive()) process.in(0, () -> server.connect(this, handshake));
                    else down(() -> client.lost(this, "refused"));
                });
    }

    void send(Bytes frame) {
        up(() -> process.in(0, () -> take(frame)));
    }

    void hangUp() {
        if (clientGone) return;
        clientGone = true;
        up(() -> process.in(0, this::tellServer));
    }

    private void tellServer() {
        if (serverClosed) return;
        serverClosed = true;
        server.gone(this);
        if (listener != null) listener.down();
    }

    private void take(Bytes frame) {
        if (serverClosed) return;
        if (listener == null) {
            early.add(frame);
            return;
        }
        var frames = new Frames(frame.toArray());
        frames.add(0, frame.length());
        listener.frames(frames);
    }

    private void up(Runnable what) {
        lastUp = Math.max(agenda.now() + delay(), lastUp);
        upwards.add(what);
        agenda.at(lastUp, () -> pass(upwards));
    }

    private void down(Runnable what) {
        lastDown = Math.max(agenda.now() + delay(), lastDown);
        downwards.add(what);
        agenda.at(lastDown, () -> pass(downwards));
    }

    /** Behind a wall what was sent waits; each that passes is the oldest. */
    private void pass(Deque<Runnable> way) {
        if (isOpen()) way.remove().run();
        else agenda.in(RETRY_US, () -> pass(way));
    }

    private int delay() {
        return 100 + random.nextInt(random.nextInt(50) == 0 ? 10_000 : 300);
    }

    // The server's end.

    @Override
    public InetSocketAddress remote() {
        return REMOTE;
    }

    @Override
    public void established(Listener newListener, int timeoutMs) {
        listener = newListener;
        if (serverClosed) {
            listener.down();
            return;
        }
        List<Bytes> frames = List.copyOf(early);
        early.clear();
        frames.forEach(this::take);
    }

    @Override
    public void send(Bytes frames, int answered) {
        if (serverClosed) return;
        byte[] bytes = frames.toArray();
        down(() -> client.receive(this, Bytes.wrap(bytes)));
    }

    @Override
    public void closeAfterFlush() {
        close("after the last reply");
    }

    @Override
    public void close(String reason) {
        if (serverClosed) return;
        serverClosed = true;
        server.gone(this);
        down(() -> client.lost(this, reason));
        if (listener != null) {
            Listener mine = listener;
            process.in(1, mine::down);
        }
    }

    /** The process at the other end is gone, and perhaps the machine that would say so. */
    void serverGone(boolean silently) {
        if (serverClosed) return;
        serverClosed = true;
        if (!silently) down(() -> client.lost(this, "the server is gone"));
    }
}
