package io.tapio.clients;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Thousands of sessions that do nothing but live: one thread, one selector, and a ping for each
 * after every third of its timeout.
 */
final class IdleSessions implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 100;
    private static final byte[] PING = Frame.request(-2, Frame.PING).bytes();
    private static final int LONGEST_FRAME = 64;

    /** One connection: its channel, the part of a frame that has come in, and what it waits for. */
    private static final class Session {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(LONGEST_FRAME);
        boolean accepted;
        int pingsUnanswered;
        long pingDue;

        Session(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final InetSocketAddress address;
    private final int timeoutMs;
    private final Selector selector = Selector.open();
    private final Deque<Session> byPingDue = new ArrayDeque<>(); // all intervals are alike
    private int opened;
    private int accepted;
    private int lost;
    private long pings;

    IdleSessions(InetSocketAddress address, int timeoutMs) throws IOException {
        this.address = address;
        this.timeoutMs = timeoutMs;
    }

    /** Opens sessions until there are so many, and pings those that are there already. */
    void open(int wanted, Deadline deadline) throws IOException {
        int goal = opened + wanted;
        while (accepted < goal) {
            if (deadline.passed()) throw new AssertionError(this + ", wanted " + goal);
            while (opened < goal && opened - accepted < CONNECTING_AT_ONCE) connect();
            turn();
        }
    }

    /** Keeps all sessions alive for that long. */
    void hold(Duration time) throws IOException {
        var end = Deadline.in(time);
        while (!end.passed()) turn();
    }

    /** Waits until every ping has been answered. */
    void settle(Deadline deadline) throws IOException {
        while (byPingDue.stream().anyMatch(session -> session.pingsUnanswered > 0)) {
            if (deadline.passed()) throw new AssertionError("pings without answer: " + this);
            turn();
        }
    }

    int alive() {
        return accepted - lost;
    }

    private void connect() throws IOException {
        var session = new Session(SocketChannel.open());
        session.channel.configureBlocking(false);
        session.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        int interest = SelectionKey.OP_CONNECT;
        boolean connected = session.channel.connect(address);
        session.channel.register(selector, connected ? SelectionKey.OP_READ : interest, session);
        if (connected) greet(session);
        opened++;
    }

    private void greet(Session session) throws IOException {
        write(session, Frame.connect(0, timeoutMs, 0, new byte[16]).bytes());
    }

    private void turn() throws IOException {
        selector.select(this::ready, 10);
        long now = System.nanoTime();
        while (!byPingDue.isEmpty() && byPingDue.element().pingDue - now <= 0) ping(now);
    }

    private void ping(long now) throws IOException {
        var session = byPingDue.remove();
        if (!session.channel.isOpen()) return;
        write(session, PING);
        pings++;
        session.pingsUnanswered++;
        session.pingDue = now + timeoutMs * 1_000_000L / 3;
        byPingDue.add(session);
    }

    /** A few bytes on an idle connection: they always fit. */
    private void write(Session session, byte[] bytes) throws IOException {
        try {
            if (session.channel.write(ByteBuffer.wrap(bytes)) < bytes.length) lose(session);
        } catch (IOException e) {
            lose(session);
        }
    }

    private void lose(Session session) throws IOException {
        session.channel.close();
        lost++;
    }

    private void ready(SelectionKey key) {
        var session = (Session) key.attachment();
        try {
            if (key.isConnectable() && session.channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                greet(session);
            }
            if (key.isValid() && key.isReadable()) read(session);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void read(Session session) throws IOException {
        try {
            if (session.channel.read(session.in) < 0) {
                lose(session);
                return;
            }
        } catch (IOException e) {
            lose(session);
            return;
        }
        var in = session.in.flip();
        while (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
            int length = in.getInt();
            frame(session, in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        in.compact();
    }

    private void frame(Session session, ByteBuffer frame) throws IOException {
        if (session.accepted) {
            if (frame.getInt() != -2) throw new IOException("an idle session was answered");
            session.pingsUnanswered--;
            return;
        }
        if (frame.getInt(4) != timeoutMs) throw new IOException("timeout " + frame.getInt(4));
        session.accepted = true;
        session.pingDue = System.nanoTime() + timeoutMs * 1_000_000L / 3;
        byPingDue.add(session);
        accepted++;
    }

    @Override
    public String toString() {
        var text = "%d sessions opened, %d accepted, %d lost, %d pings";
        return text.formatted(opened, accepted, lost, pings);
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) key.channel().close();
        selector.close();
    }
}
