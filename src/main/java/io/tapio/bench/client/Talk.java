package io.tapio.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection with its session, and what is under way on it, oldest first. */
public final class Talk {
    static final int TIMEOUT_MS = 30_000;

    enum State {
        CONNECTING,
        GREETING,
        READY,
        CLOSING,
        CLOSED
    }

    private final InetSocketAddress server;
    private final Job job;
    private final int window;
    private final int[] tags;
    private final long[] sinces;
    private final int mask;
    private int asked;
    private int heard;
    private int lastXid;

    State state = State.CONNECTING;
    SocketChannel channel;
    long openedAt;
    long session;
    long lastZxid;
    long lastSentAt;

    /** The beginning of a frame of which the rest is still to come; empty between frames. */
    ByteBuffer begun = ByteBuffer.allocate(0);

    /** What the socket did not take yet. */
    ByteBuffer unsent = ByteBuffer.allocate(0);

    Talk(InetSocketAddress server, Job job, int window) throws IOException {
        this.server = server;
        this.job = job;
        this.window = window;
        int size = Integer.highestOneBit(Math.max(1, 2 * window - 1));
        this.tags = new int[size];
        this.sinces = new long[size];
        this.mask = size - 1;
        this.channel = dial();
    }

    /** Begins anew, with another session. */
    void redial() throws IOException {
        channel.close();
        state = State.CONNECTING;
        asked = 0;
        heard = 0;
        lastXid = 0;
        lastZxid = 0;
        begun = ByteBuffer.allocate(0);
        unsent = ByteBuffer.allocate(0);
        channel = dial();
    }

    private SocketChannel dial() throws IOException {
        openedAt = System.nanoTime();
        var fresh = SocketChannel.open();
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Sessions are closed before connections are, and no port is to be kept waiting.
        fresh.setOption(StandardSocketOptions.SO_LINGER, 0);
        fresh.connect(server);
        return fresh;
    }

    public InetSocketAddress server() {
        return server;
    }

    Job job() {
        return job;
    }

    int underWay() {
        return asked - heard;
    }

    boolean hasRoom() {
        return asked - heard < window;
    }

    int nextXid() {
        return (lastXid + 1) & Integer.MAX_VALUE;
    }

    void noteAsked(int tag, long since) {
        lastXid++;
        tags[asked & mask] = tag;
        sinces[asked & mask] = since;
        asked++;
    }

    /** The tag of what waits longest for its reply, which is here. */
    int tag() {
        return tags[heard & mask];
    }

    long since() {
        return sinces[heard & mask];
    }

    /** The number that this reply must have. */
    int expectedXid() {
        return (lastXid - underWay() + 1) & Integer.MAX_VALUE;
    }

    void noteHeard() {
        heard++;
    }

    @Override
    public String toString() {
        return server.getHostString() + ":" + server.getPort();
    }
}
