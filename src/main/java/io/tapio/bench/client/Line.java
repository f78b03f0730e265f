package io.tapio.bench.client;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection that waits for every reply: for what is made, looked up and cleared away. */
public final class Line implements AutoCloseable {
    private static final int CONNECT_MS = 2_000;
    private static final int FRAME_MAX_BYTES = 64 << 20;

    /** What a reply is read for. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(Reply reply) throws WrongReply;
    }

    /** A session, to be had again on another connection. */
    public static final class Ticket {
        private final long session;
        private final byte[] password;
        private final long lastZxid;

        private Ticket(long session, byte[] password, long lastZxid) {
            this.session = session;
            this.password = password;
            this.lastZxid = lastZxid;
        }

        public static Ticket fresh() {
            return new Ticket(0, new byte[16], 0);
        }
    }

    /** An operation was refused with this error code. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int error;

        Refused(int error) {
            super("error " + error);
            this.error = error;
        }

        public int error() {
            return error;
        }
    }

    /** The session of a ticket is no more. */
    public static final class Expired extends IOException {
        private static final long serialVersionUID = 1;

        Expired() {
            super("the session is no more");
        }
    }

    private final InetSocketAddress server;
    private final Socket socket;
    private final DataInputStream in;
    private final Requests requests = new Requests(ByteBuffer.allocate(1 << 14));
    private final Reply reply = new Reply();
    private Ticket ticket;
    private int lastXid;

    private Line(InetSocketAddress server, Socket socket, Ticket ticket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.ticket = ticket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    public static Line open(InetSocketAddress server, Duration patience) throws IOException {
        return open(server, patience, Ticket.fresh());
    }

    /** With the session of this ticket; {@link Expired} if it is no more. */
    public static Line open(InetSocketAddress server, Duration patience, Ticket ticket)
            throws IOException {
        var name = server.getHostString() + ":" + server.getPort();
        var socket = new Socket();
        try {
            if (server.isUnresolved()) throw new Lost(name + ": no such host is known");
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(server, CONNECT_MS);
            var line = new Line(server, socket, ticket);
            line.greet();
            return line;
        } catch (Lost | Expired known) {
            socket.close();
            throw known;
        } catch (IOException e) {
            socket.close();
            var reason = e.getMessage() == null ? "it hangs up" : e.getMessage();
            throw new Lost("%s cannot be used: %s".formatted(name, reason));
        }
    }

    private void greet() throws IOException {
        requests.clear();
        requests.greeting(ticket.lastZxid, Talk.TIMEOUT_MS, ticket.session, ticket.password);
        send();
        var frame = frame();
        frame.getInt();
        int timeoutMs = frame.getInt();
        long session = frame.getLong();
        if (timeoutMs <= 0) throw new Expired();
        byte[] password = new byte[frame.getInt()];
        frame.get(password);
        ticket = new Ticket(session, password, ticket.lastZxid);
    }

    public Ticket ticket() {
        return ticket;
    }

    public InetSocketAddress server() {
        return server;
    }

    /** One request and what is read from its reply. */
    public <T> T ask(Consumer<Requests> request, Reading<T> reading) throws IOException {
        post(request);
        return hear(reading);
    }

    /** Sends a request, whose reply is to be heard later. */
    public void post(Consumer<Requests> request) throws IOException {
        requests.clear();
        lastXid++;
        requests.number(lastXid);
        request.accept(requests);
        send();
    }

    /** The next reply, whichever request it belongs to. */
    public <T> T hear(Reading<T> reading) throws IOException {
        try {
            do reply.begin(frame());
            while (reply.xid() < 0);
            ticket = new Ticket(ticket.session, ticket.password, reply.zxid());
            if (reply.error() != 0) throw new Refused(reply.error());
            return reading.of(reply);
        } catch (WrongReply wrong) {
            throw new Lost(server + ": " + wrong.getMessage());
        } catch (BufferUnderflowException tooShort) {
            throw new Lost(server + ": a frame that is too short");
        }
    }

    private void send() throws IOException {
        var out = requests.written().flip();
        socket.getOutputStream()
                .write(out.array(), out.arrayOffset() + out.position(), out.remaining());
    }

    private ByteBuffer frame() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > FRAME_MAX_BYTES) throw new Lost("a frame of " + length);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Closes the session as well, if that is possible. */
    public void endSession() {
        try {
            ask(Requests::close, reply -> 0);
        } catch (IOException e) {
            // it will expire
        }
        close();
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
