package io.tapio.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** The connections of one thread: bytes into frames into replies, and requests into bytes. */
final class Channels implements AutoCloseable {
    private static final int ROOM_BYTES = 1 << 18;
    private static final int FRAME_MAX_BYTES = 64 << 20;

    private final Selector selector = Selector.open();
    private final List<Talk> talks = new ArrayList<>();
    private final Requests requests = new Requests(ByteBuffer.allocateDirect(ROOM_BYTES));
    private final Reply reply = new Reply();
    private final Complaints complaints;
    private final Listener listener;
    private ByteBuffer in = ByteBuffer.allocateDirect(ROOM_BYTES);

    Channels(Complaints complaints, Listener listener) throws IOException {
        this.complaints = complaints;
        this.listener = listener;
    }

    List<Talk> talks() {
        return talks;
    }

    Talk open(InetSocketAddress server, Job job, int window) throws IOException {
        var talk = new Talk(server, job, window);
        register(talk);
        talks.add(talk);
        return talk;
    }

    void reopen(Talk talk) throws IOException {
        talk.redial();
        register(talk);
    }

    private void register(Talk talk) throws IOException {
        talk.channel.register(selector, SelectionKey.OP_CONNECT, talk);
    }

    /** Waits so long for something to come, and deals with all that has. */
    void turn(long waitMs) throws IOException {
        if (waitMs > 0) selector.select(waitMs);
        else selector.selectNow();
        var ready = selector.selectedKeys();
        for (var key : ready) handle(key, (Talk) key.attachment());
        ready.clear();
    }

    private void handle(SelectionKey key, Talk talk) throws IOException {
        try {
            if (!key.isValid()) return;
            if (key.isConnectable()) connected(key, talk);
            else {
                if (key.isWritable()) flushRest(key, talk);
                if (key.isReadable()) read(talk);
            }
        } catch (Lost lost) {
            throw lost;
        } catch (IOException e) {
            throw new Lost(talk + ": " + e.getMessage());
        }
    }

    private void connected(SelectionKey key, Talk talk) throws IOException {
        talk.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        talk.state = Talk.State.GREETING;
        requests.clear();
        requests.greeting(0, Talk.TIMEOUT_MS, 0, new byte[16]);
        send(talk, talk.openedAt);
    }

    // ---- out

    /** Asks as long as there is room and the job knows what; as if it were at this time. */
    void fill(Talk talk, long since) throws IOException {
        if (talk.unsent.hasRemaining()) return;
        requests.clear();
        while (talk.hasRoom() && ask(talk, since)) {
            // until either ends
        }
        send(talk, since);
    }

    void beginRequests() {
        requests.clear();
    }

    /** Adds one request to those that {@link #send} will send. */
    boolean ask(Talk talk, long since) {
        requests.number(talk.nextXid());
        int tag = talk.job().ask(requests);
        if (tag < 0) return false;
        talk.noteAsked(tag, since);
        return true;
    }

    void ping(Talk talk, long now) throws IOException {
        requests.clear();
        requests.ping();
        send(talk, now);
    }

    void close(Talk talk, long now) throws IOException {
        requests.clear();
        requests.number(talk.nextXid());
        requests.close();
        talk.state = Talk.State.CLOSING;
        send(talk, now);
    }

    void send(Talk talk, long now) throws IOException {
        var out = requests.written().flip();
        if (!out.hasRemaining()) return;
        talk.lastSentAt = now;
        if (!talk.unsent.hasRemaining()) talk.channel.write(out);
        if (out.hasRemaining()) keep(talk, out);
    }

    private void keep(Talk talk, ByteBuffer out) {
        var all = ByteBuffer.allocate(talk.unsent.remaining() + out.remaining());
        talk.unsent = all.put(talk.unsent).put(out).flip();
        talk.channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private void flushRest(SelectionKey key, Talk talk) throws IOException {
        talk.channel.write(talk.unsent);
        if (!talk.unsent.hasRemaining()) key.interestOps(SelectionKey.OP_READ);
    }

    // ---- in

    private void read(Talk talk) throws IOException {
        in.clear();
        makeRoomFor(talk.begun);
        in.put(talk.begun);
        int got = talk.channel.read(in);
        long now = System.nanoTime();
        if (got < 0) {
            ended(talk);
            return;
        }
        in.flip();
        try {
            while (frame(talk, now)) {
                // all that have come whole
            }
        } catch (WrongReply wrong) {
            throw new Lost(talk + ": " + wrong.getMessage());
        }
        keepBegun(talk);
        listener.heardAll(talk, now);
    }

    private void makeRoomFor(ByteBuffer begun) {
        int whole = begun.remaining() < Integer.BYTES ? 0 : begun.getInt(begun.position());
        if (whole + ROOM_BYTES / 2 > in.capacity()) {
            in = ByteBuffer.allocateDirect(whole + ROOM_BYTES);
        }
    }

    private void keepBegun(Talk talk) {
        if (in.hasRemaining() || talk.begun.capacity() > 0) {
            talk.begun = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
    }

    private void ended(Talk talk) throws IOException {
        if (talk.state == Talk.State.CLOSING) {
            closed(talk);
            return;
        }
        throw new Lost(
                talk.state == Talk.State.READY
                        ? talk + " closed a connection in the middle"
                        : talk
                                + " closes a connection before it gives a session: it does not"
                                + " serve, or allows fewer connections from one address"
                                + " (maxClientCnxns)");
    }

    private boolean frame(Talk talk, long now) throws IOException, WrongReply {
        if (in.remaining() < Integer.BYTES) return false;
        int length = in.getInt(in.position());
        if (length < 0 || length > FRAME_MAX_BYTES) throw new WrongReply("a frame of " + length);
        if (in.remaining() < Integer.BYTES + length) return false;

        int end = in.limit();
        int next = in.position() + Integer.BYTES + length;
        in.position(in.position() + Integer.BYTES).limit(next);
        try {
            if (talk.state == Talk.State.GREETING) greeted(talk, now);
            else content(talk, now);
        } catch (BufferUnderflowException tooShort) {
            throw new WrongReply("a frame that is too short");
        } finally {
            in.limit(end).position(next);
        }
        return talk.state != Talk.State.CLOSED && talk.state != Talk.State.CONNECTING;
    }

    private void greeted(Talk talk, long now) throws IOException {
        in.getInt();
        int timeoutMs = in.getInt();
        talk.session = in.getLong();
        if (timeoutMs <= 0) throw new Lost(talk + " refuses a new session");
        talk.state = Talk.State.READY;
        listener.greeted(talk, now);
    }

    private void content(Talk talk, long now) throws IOException, WrongReply {
        reply.begin(in);
        switch (reply.xid()) {
            case OpCode.XID_PING -> {}
            case OpCode.XID_EVENT -> event(talk, now);
            default -> {
                if (reply.xid() != talk.expectedXid()) {
                    throw new WrongReply(
                            "a reply to %d instead of %d"
                                    .formatted(reply.xid(), talk.expectedXid()));
                }
                answer(talk, now);
            }
        }
    }

    private void event(Talk talk, long now) {
        try {
            int type = reply.int32();
            reply.int32();
            talk.job().event(type, reply, now);
            reply.mustBeRead();
        } catch (WrongReply wrong) {
            complaints.add(talk + ": " + wrong.getMessage());
        }
    }

    private void answer(Talk talk, long now) throws IOException {
        if (talk.state == Talk.State.CLOSING && talk.underWay() == 0) {
            closed(talk);
            return;
        }
        try {
            hear(talk);
        } catch (WrongReply wrong) {
            complaints.add(talk + ": " + wrong.getMessage());
        }
        listener.answered(talk, now);
        talk.noteHeard();
    }

    private void closed(Talk talk) throws IOException {
        talk.state = Talk.State.CLOSED;
        talk.channel.close();
        listener.closed(talk);
    }

    private void hear(Talk talk) throws WrongReply {
        if (reply.error() != 0) throw new WrongReply("error " + reply.error());
        if (reply.zxid() < talk.lastZxid) {
            throw new WrongReply("zxid 0x%x after 0x%x".formatted(reply.zxid(), talk.lastZxid));
        }
        talk.lastZxid = reply.zxid();
        talk.job().hear(talk.tag(), reply);
        reply.mustBeRead();
    }

    @Override
    public void close() {
        for (var talk : talks) {
            try {
                talk.channel.close();
            } catch (IOException e) {
                // it is closed enough
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            // likewise
        }
    }
}
