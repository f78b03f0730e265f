package io.tapio.clients;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends broken frames over one connection after the other. The server may answer or hang up as it
 * likes, but it must do one of them soon: a connection that neither answers nor ends is a failure.
 */
final class Attacker implements AutoCloseable {
    private static final int FRAMES_AT_ONCE = 100;
    private static final int HELD_OPEN = 50;
    private static final int PATIENCE_MS = 20_000;
    private static final int LAST_XID = 0x7ABCDEF0;

    private final InetSocketAddress address;
    private final Random random;
    private final FrameMutator mutator;
    private final Deque<Socket> held = new ArrayDeque<>();
    private long connections;
    private long answered;

    Attacker(InetSocketAddress address, long seed) {
        this.address = address;
        random = new Random(seed);
        mutator = new FrameMutator(random);
    }

    /** Goes on until {@code frames}, which several attackers may share, has come to that number. */
    void attack(AtomicLong frames, long wanted) throws IOException {
        while (frames.get() < wanted) {
            switch (random.nextInt(20)) {
                case 0, 1 -> frames.addAndGet(putOutOfStep());
                case 2, 3 -> frames.addAndGet(greetBadly());
                case 4 -> frames.addAndGet(holdOpen());
                default -> frames.addAndGet(pipeline());
            }
        }
    }

    /** Many frames of true length behind each other, and a last one that shows the end. */
    private int pipeline() throws IOException {
        try (var socket = connect()) {
            var in = greet(socket);
            var bytes = new ByteArrayOutputStream();
            for (int xid = 1; xid <= FRAMES_AT_ONCE; xid++) bytes.writeBytes(mutator.request(xid));
            bytes.writeBytes(
                    Frame.request(LAST_XID, Frame.EXISTS).ustring("/").bool(false).bytes());
            if (send(socket, bytes.toByteArray())) readToEnd(in);
        }
        return FRAMES_AT_ONCE;
    }

    private int putOutOfStep() throws IOException {
        try (var socket = connect()) {
            var in = greet(socket);
            var bytes = new ByteArrayOutputStream();
            int frames = 1 + random.nextInt(10);
            for (int xid = 1; xid < frames; xid++) bytes.writeBytes(mutator.request(xid));
            bytes.writeBytes(mutator.breaking(frames));
            if (send(socket, bytes.toByteArray()) && hangUp(socket)) readToEnd(in);
            return frames;
        }
    }

    private int greetBadly() throws IOException {
        try (var socket = connect()) {
            var in = input(socket);
            if (send(socket, mutator.greeting()) && hangUp(socket)) readToEnd(in);
            return 1;
        }
    }

    /** One more connection that stops in the middle, and one byte more on one that did. */
    private int holdOpen() throws IOException {
        var socket = connect();
        held.add(socket);
        if (random.nextBoolean()) greet(socket);
        send(socket, mutator.beginning());
        if (held.size() > HELD_OPEN) held.remove().close();
        var other = held.remove();
        held.add(other);
        send(other, new byte[] {(byte) random.nextInt(256)});
        return 1;
    }

    private Socket connect() throws IOException {
        connections++;
        var socket = new Socket();
        socket.connect(address, PATIENCE_MS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
    }

    private static DataInputStream greet(Socket socket) throws IOException {
        var in = input(socket);
        socket.getOutputStream().write(Frame.connect(0, 4000, 0, new byte[16]).bytes());
        in.skipNBytes(in.readInt());
        return in;
    }

    /** False when the server has hung up before it got all. */
    private static boolean send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hangUp(Socket socket) {
        try {
            socket.shutdownOutput();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads until the last answer or the end of the connection, one of which must come. */
    private void readToEnd(DataInputStream in) {
        try {
            for (; ; ) {
                int length = in.readInt();
                int xid = in.readInt();
                answered++;
                if (xid == LAST_XID) return;
                in.skipNBytes(length - 4);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither an answer nor an end, " + this, e);
        } catch (IOException e) {
            return; // hung up: as good an answer as any
        }
    }

    @Override
    public String toString() {
        return connections + " connections, " + answered + " answers, " + held.size() + " held";
    }

    @Override
    public void close() throws IOException {
        for (var socket : held) socket.close();
        held.clear();
    }
}
