package io.tapio.clients;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One session over one blocking socket, for one thread. Any number of requests may be under way;
 * the answers are read in the order of the requests, and every wait ends.
 */
final class RawSession implements AutoCloseable {
    static final int NO_NODE = -101;
    static final int BAD_VERSION = -103;
    static final int NODE_EXISTS = -110;

    /** What the server says to one request. {@code body} is empty after an error. */
    record Reply(int xid, long zxid, int err, ByteBuffer body) {
        String ustring() {
            var bytes = new byte[body.getInt()];
            body.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        NodeStat stat() {
            return NodeStat.read(body);
        }

        List<String> strings() {
            var texts = new ArrayList<String>();
            for (int left = body.getInt(); left > 0; left--) texts.add(ustring());
            return texts;
        }
    }

    /** What these tests want to know of a node. */
    record NodeStat(long czxid, long mzxid, int version, long owner, int children) {
        static NodeStat read(ByteBuffer in) {
            int at = in.position();
            in.position(at + 68);
            return new NodeStat(
                    in.getLong(at),
                    in.getLong(at + 8),
                    in.getInt(at + 32),
                    in.getLong(at + 44),
                    in.getInt(at + 56));
        }
    }

    /** A watch that fired. */
    record Event(int type, String path, long zxid) {}

    /** The server does not know this session, or no longer. */
    static final class Expired extends IOException {
        Expired() {
            super("session expired");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final Deque<Integer> underWay = new ArrayDeque<>();
    private final List<Event> events = new ArrayList<>();
    private final long id;
    private final byte[] password;
    private final int timeoutMs;
    private long lastZxid;
    private int lastXid;

    private RawSession(
            InetSocketAddress address, int wantedTimeoutMs, long session, byte[] secret, long zxid)
            throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) PATIENCE.toMillis());
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(Frame.connect(zxid, wantedTimeoutMs, session, secret).bytes());
            var answer = readFrame(flushed());
            answer.getInt();
            timeoutMs = answer.getInt();
            id = answer.getLong();
            password = new byte[answer.getInt()];
            answer.get(password);
            lastZxid = zxid;
            if (timeoutMs == 0) throw new Expired();
        } catch (EOFException e) {
            socket.close();
            throw new IOException("hung up on a client that has seen zxid " + zxid, e);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    static RawSession open(InetSocketAddress address, int timeoutMs) throws IOException {
        return new RawSession(address, timeoutMs, 0, new byte[16], 0);
    }

    /** The same session on a new connection; a server that is behind what we saw closes it. */
    RawSession attach(InetSocketAddress address) throws IOException {
        return new RawSession(address, timeoutMs, id, password, lastZxid);
    }

    long id() {
        return id;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    /** The highest zxid of any answer so far. */
    long lastZxid() {
        return lastZxid;
    }

    int nextXid() {
        return ++lastXid;
    }

    /** Sends a request, perhaps only into the buffer; its answer is one of the next to be read. */
    void send(Frame request) throws IOException {
        underWay.add(ByteBuffer.wrap(request.body()).getInt());
        out.write(request.bytes());
    }

    Deadline flushed() throws IOException {
        out.flush();
        return Deadline.in(PATIENCE);
    }

    /** The answer to the earliest request under way; events before it are kept. */
    Reply answer() throws IOException {
        var deadline = flushed();
        for (; ; ) {
            var frame = readFrame(deadline);
            var reply = new Reply(frame.getInt(), frame.getLong(), frame.getInt(), frame);
            if (reply.xid == -1) {
                events.add(new Event(frame.getInt(), stateThenPath(reply), reply.zxid));
                continue;
            }
            int expected = underWay.remove();
            if (reply.xid != expected)
                throw new IOException("xid " + reply.xid + " came instead of " + expected);
            if (reply.zxid < lastZxid && reply.xid > 0) {
                throw new IOException("zxid went back from " + lastZxid + " to " + reply.zxid);
            }
            lastZxid = Math.max(lastZxid, reply.zxid);
            return reply;
        }
    }

    private static String stateThenPath(Reply event) {
        event.body.getInt();
        return event.ustring();
    }

    private ByteBuffer readFrame(Deadline deadline) throws IOException {
        socket.setSoTimeout(deadline.remainingMs());
        int length = in.readInt();
        if (length < 0 || length > 64 << 20) throw new IOException("frame of " + length);
        var frame = new byte[length];
        in.readFully(frame);
        return ByteBuffer.wrap(frame);
    }

    /** Pings now and then until the server closes the connection. */
    void idleUntilClosed() throws IOException {
        for (; ; ) {
            var ping = call(Frame.request(-2, Frame.PING));
            if (ping.err != 0) throw new AssertionError("error " + ping.err);
            socket.setSoTimeout(timeoutMs / 3);
            try {
                in.mark(1);
                if (in.read() < 0) throw new EOFException("closed by the server");
                in.reset();
            } catch (SocketTimeoutException quiet) {
                continue;
            }
        }
    }

    Reply call(Frame request) throws IOException {
        send(request);
        return answer();
    }

    /** The events seen so far; they are then forgotten. */
    List<Event> takeEvents() {
        var taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    Frame create(String path, String data, int flags) {
        var frame = Frame.request(nextXid(), Frame.CREATE2).ustring(path).ustring(data);
        return frame.openAcl().int32(flags);
    }

    Frame set(String path, String data, int version) {
        var frame = Frame.request(nextXid(), Frame.SET_DATA);
        return frame.ustring(path).ustring(data).int32(version);
    }

    Frame get(String path, boolean watch) {
        return Frame.request(nextXid(), Frame.GET_DATA).ustring(path).bool(watch);
    }

    Frame exists(String path, boolean watch) {
        return Frame.request(nextXid(), Frame.EXISTS).ustring(path).bool(watch);
    }

    Frame delete(String path, int version) {
        return Frame.request(nextXid(), Frame.DELETE).ustring(path).int32(version);
    }

    List<String> children(String path) throws IOException {
        var reply = call(Frame.request(nextXid(), Frame.GET_CHILDREN).ustring(path).bool(false));
        return done(reply).strings();
    }

    /** The reply itself, if the request was done. */
    static Reply done(Reply reply) {
        if (reply.err != 0) throw new AssertionError("error " + reply.err);
        return reply;
    }

    /** Ends the session, and with it its ephemerals. */
    void end() throws IOException {
        done(call(Frame.request(nextXid(), Frame.CLOSE)));
        close();
    }

    /** Cuts the connection; the session lives on until it expires. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
