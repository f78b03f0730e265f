package io.tapio.torture;

import io.tapio.torture.Frames.Heard;
import io.tapio.torture.Frames.Malformed;
import io.tapio.torture.Frames.Ticket;
import io.tapio.torture.history.Answer;
import io.tapio.torture.history.Call;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection of one thread to one member. It waits no longer than its patience for a frame;
 * whatever goes wrong with it is an {@link IOException}.
 */
final class Wire implements AutoCloseable {
    private static final int FRAME_MAX_BYTES = 16 << 20;
    private static final int CONNECT_MS = 1_000;

    private record Sent(int xid, Call call) {}

    private final Socket socket;
    private final DataInputStream in;
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private final int patienceMs;
    private int lastXid;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.patienceMs = socket.getSoTimeout();
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    static Wire open(InetSocketAddress member, Duration patience) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(member, CONNECT_MS);
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Shows this ticket, and gets another one; it is not valid when the session is no more. */
    Ticket attach(Ticket ticket, long lastZxid) throws IOException {
        sendFrame(Frames.connect(ticket, lastZxid));
        return Frames.ticket(frame());
    }

    void send(Call call) throws IOException {
        var sent = new Sent(++lastXid, call);
        unanswered.add(sent);
        sendFrame(Frames.request(sent.xid, call));
    }

    /** The next answer or event. */
    Heard hear() throws IOException {
        var frame = frame();
        try {
            if (Frames.isEvent(frame)) return Frames.event(frame);
            var sent = unanswered.poll();
            if (sent == null) throw new Malformed("an answer that nobody waits for");
            return Frames.answer(frame, sent.xid, sent.call);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new Malformed("a frame that is too short");
        }
    }

    /** Whether something comes within that time. */
    boolean hasNews(int ms) throws IOException {
        socket.setSoTimeout(ms);
        in.mark(1);
        try {
            int first = in.read();
            in.reset();
            return first >= 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            socket.setSoTimeout(patienceMs);
        }
    }

    /** Sends and waits for the answer, on a connection where nothing else is under way. */
    Answer ask(Call call) throws IOException {
        send(call);
        while (true) {
            if (hear() instanceof Heard.Answered answered) return answered.answer();
        }
    }

    private ByteBuffer frame() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > FRAME_MAX_BYTES) throw new Malformed("a frame of " + length);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private void sendFrame(byte[] frame) throws IOException {
        var whole = ByteBuffer.allocate(Integer.BYTES + frame.length);
        socket.getOutputStream().write(whole.putInt(frame.length).put(frame).array());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }
}
