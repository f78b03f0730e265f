package io.tapio.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blocking client on a plain socket, for one thread. It sends what it is told, checks the shape
 * of what comes back, keeps notifications and replies in the order of arrival, and never waits
 * longer than its patience.
 */
public final class RawClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FRAME_MAX_BYTES = 16 << 20;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private final Deque<Incoming.Reply> unclaimedReplies = new ArrayDeque<>();
    private final Deque<Incoming.Event> unclaimedEvents = new ArrayDeque<>();
    private final List<Incoming> transcript = new ArrayList<>();
    private Handshake.@Nullable Response welcome;
    private boolean closedByServer;
    private int lastXid;
    private long lastZxid;

    private record Sent(int xid, int opcode) {}

    /** The server said nothing for longer than the client's patience. */
    public static final class Silence extends AssertionError {
        private Silence(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** A connection with a new session of 30 s. */
    public static RawClient connect(InetSocketAddress server) {
        return connect(server, Handshake.Request.fresh());
    }

    /** A connection with the session that this handshake grants; fails when it is refused. */
    public static RawClient connect(InetSocketAddress server, Handshake.Request handshake) {
        RawClient client = open(server);
        Optional<Handshake.Response> response = client.shakeHands(handshake);
        if (response.isEmpty() || !response.get().accepted()) {
            client.close();
            throw new AssertionError("no session for " + handshake + ": " + response);
        }
        return client;
    }

    /** A connection on which nothing has been said yet. */
    public static RawClient open(InetSocketAddress server) {
        return open(server, PATIENCE);
    }

    /** A connection that waits so long for a frame, and no longer than that for a connection. */
    public static RawClient open(InetSocketAddress server, Duration patience) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) Math.min(CONNECT_TIMEOUT_MS, patience.toMillis()));
            socket.setSoTimeout((int) patience.toMillis());
            return new RawClient(socket);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    /** Sends the connect frame and reads its answer, empty when the server closes instead. */
    public Optional<Handshake.Response> shakeHands(Handshake.Request handshake) {
        sendFrame(handshake.toBytes());
        Optional<Handshake.Response> response = readFrame().map(Handshake.Response::read);
        welcome = response.orElse(null);
        return response;
    }

    public Handshake.Response welcome() {
        if (welcome == null) throw new AssertionError("not welcomed yet");
        return welcome;
    }

    public long sessionId() {
        return welcome().sessionId();
    }

    public Octets password() {
        return welcome().password();
    }

    /** The highest zxid any frame carried so far. */
    public long lastZxid() {
        return lastZxid;
    }

    // ---- requests and replies

    /** Sends a request without waiting, and says by which xid its reply will be known. */
    public int send(RawRequest request) {
        int xid =
                switch (request.opcode()) {
                    case 11 -> -2;
                    case 100 -> -4;
                    case 101, 105 -> -8;
                    default -> ++lastXid;
                };
        send(xid, request);
        return xid;
    }

    /** Sends a request under an xid of the caller's choice. */
    public void send(int xid, RawRequest request) {
        WireWriter out = new WireWriter().int32(xid).int32(request.opcode());
        request.write(out);
        unanswered.add(new Sent(xid, request.opcode()));
        sendFrame(out.toBytes());
    }

    /** Sends and waits for the answer. Events that come before it are kept. */
    public Incoming.Reply call(RawRequest request) {
        return reply(send(request));
    }

    /** Sends all before reading the first answer. */
    public List<Incoming.Reply> pipeline(List<RawRequest> requests) {
        List<Integer> xids = requests.stream().map(this::send).toList();
        return xids.stream().map(this::reply).toList();
    }

    /** The reply to this xid; fails when the server closes instead. */
    public Incoming.Reply reply(int xid) {
        while (true) {
            Iterator<Incoming.Reply> waiting = unclaimedReplies.iterator();
            while (waiting.hasNext()) {
                Incoming.Reply reply = waiting.next();
                if (reply.xid() == xid) {
                    waiting.remove();
                    return reply;
                }
            }
            if (next() instanceof Incoming.Closed) {
                throw new AssertionError("closed by the server before the reply to xid " + xid);
            }
        }
    }

    /** The oldest event not yet asked for. */
    public Incoming.Event event() {
        while (unclaimedEvents.isEmpty()) {
            if (next() instanceof Incoming.Closed) {
                throw new AssertionError("closed by the server before an event");
            }
        }
        return unclaimedEvents.remove();
    }

    /** The events not yet asked for, as far as a ping's round trip brings them. */
    public List<Incoming.Event> events() {
        call(RawRequest.ping());
        List<Incoming.Event> events = List.copyOf(unclaimedEvents);
        unclaimedEvents.clear();
        return events;
    }

    /** Reads until the server closes. */
    public void awaitClose() {
        while (!(next() instanceof Incoming.Closed)) {
            // whatever comes before is in the transcript
        }
    }

    /** Whether no request waits for its reply. */
    public boolean allAnswered() {
        return unanswered.isEmpty();
    }

    public boolean closedByServer() {
        return closedByServer;
    }

    /** Everything received since the last call of this method, in order of arrival. */
    public List<Incoming> takeTranscript() {
        List<Incoming> taken = List.copyOf(transcript);
        transcript.clear();
        return taken;
    }

    // ---- frames

    /** Reads and takes apart the next frame. */
    public Incoming next() {
        Incoming incoming = readFrame().map(this::decode).orElseGet(Incoming.Closed::new);
        if (incoming instanceof Incoming.Closed && closedByServer) return incoming;

        transcript.add(incoming);
        switch (incoming) {
            case Incoming.Reply reply -> unclaimedReplies.add(reply);
            case Incoming.Event event -> unclaimedEvents.add(event);
            case Incoming.Closed closed -> closedByServer = true;
        }
        return incoming;
    }

    /** The next frame without its length; empty at the end of the stream. */
    public Optional<byte[]> readFrame() {
        try {
            int length = in.readInt();
            if (length < 0 || length > FRAME_MAX_BYTES) {
                throw new WireReader.Malformed("a frame of " + length + " bytes");
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return Optional.of(frame);
        } catch (SocketTimeoutException e) {
            throw new Silence("no frame within " + patienceMs() + " ms", e);
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int patienceMs() {
        try {
            return socket.getSoTimeout();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }

    /** Sends these bytes behind their length. */
    public void sendFrame(byte[] payload) {
        sendBytes(new WireWriter().int32(payload.length).raw(payload).toBytes());
    }

    /** Sends these bytes as they are. A connection the server has closed swallows them. */
    public void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The next read tells: the stream has ended.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the socket and leaves the session to its time-out. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Incoming decode(byte[] frame) {
        WireReader in = new WireReader(frame);
        int xid = in.int32();
        long zxid = in.int64();
        int err = in.int32();
        lastZxid = Math.max(lastZxid, zxid);
        if (xid == -1 && err == 0) {
            Incoming.Event event = new Incoming.Event(zxid, in.int32(), in.int32(), in.ustring());
            in.end();
            return event;
        }
        int opcode = opcodeOf(xid, frame);
        return new Incoming.Reply(xid, opcode, zxid, err, body(opcode, err, in));
    }

    private static RawResult body(int opcode, int err, WireReader in) {
        if (err == 0) return RawResult.read(opcode, in);

        // Two operations may say more behind an error; clients do not look at it.
        if (opcode == Op.MULTI_READ.code() || opcode == Op.SASL.code()) in.skipRest();
        in.end();
        return RawResult.Nothing.NOTHING;
    }

    private int opcodeOf(int xid, byte[] frame) {
        Iterator<Sent> open = unanswered.iterator();
        while (open.hasNext()) {
            Sent sent = open.next();
            if (sent.xid() == xid) {
                open.remove();
                return sent.opcode();
            }
        }
        throw new WireReader.Malformed(
                "a reply nobody asked for: " + HexFormat.of().formatHex(frame));
    }

    // ---- the usual operations, with an open ACL and no watch

    public Incoming.Reply create(String path, String data) {
        return call(RawRequest.create(path, Octets.text(data), RawAcl.OPEN, 0));
    }

    /** Flags: 0 persistent, 1 ephemeral, 2 sequential, 3 both, 4 container. */
    public Incoming.Reply create2(String path, String data, int flags) {
        return call(RawRequest.create2(path, Octets.text(data), RawAcl.OPEN, flags));
    }

    public Incoming.Reply createContainer(String path) {
        return call(RawRequest.createContainer(path, Octets.EMPTY, RawAcl.OPEN));
    }

    public Incoming.Reply createTtl(String path, long ttlMs) {
        return call(RawRequest.createTtl(path, Octets.EMPTY, RawAcl.OPEN, 5, ttlMs));
    }

    public Incoming.Reply delete(String path) {
        return call(RawRequest.delete(path, -1));
    }

    public Incoming.Reply exists(String path) {
        return call(RawRequest.exists(path, false));
    }

    public Incoming.Reply getData(String path) {
        return call(RawRequest.getData(path, false));
    }

    public Incoming.Reply setData(String path, String data) {
        return call(RawRequest.setData(path, Octets.text(data), -1));
    }

    public Incoming.Reply getChildren(String path) {
        return call(RawRequest.getChildren(path, false));
    }

    public Incoming.Reply sync(String path) {
        return call(RawRequest.sync(path));
    }

    public Incoming.Reply ping() {
        return call(RawRequest.ping());
    }

    public Incoming.Reply multi(RawRequest... ops) {
        return call(RawRequest.multi(List.of(ops)));
    }

    /** Ends the session and waits until the server has closed. */
    public Incoming.Reply closeSession() {
        Incoming.Reply reply = call(RawRequest.closeSession());
        awaitClose();
        close();
        return reply;
    }
}
