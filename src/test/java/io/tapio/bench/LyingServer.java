package io.tapio.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Stands before a good server and passes on all it says, but for a lie now and then. */
final class LyingServer implements AutoCloseable {

    enum Lie {
        /** One bit of the data is another. */
        DAMAGED_DATA,
        /** A reply knows less than one before it. */
        ZXID_BACK,
        /** An operation that was done is said to have failed. */
        ERROR,
        /** A reply is not that of the request whose turn it is. */
        OTHER_XID,
        /** A write is acknowledged and not done. */
        FORGOTTEN_WRITE
    }

    private static final int SET_DATA = 5;
    private static final int GET_REPLY_BYTES = 16 + 4 + 100 + 68;
    private static final int SET_REPLY_BYTES = 16 + 68;
    private static final int EVERY = 16;

    private final ServerSocket door;
    private final int port;
    private final Lie lie;

    private LyingServer(ServerSocket door, int port, Lie lie) {
        this.door = door;
        this.port = port;
        this.lie = lie;
    }

    static LyingServer before(int port, Lie lie) throws IOException {
        var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var server = new LyingServer(door, port, lie);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One request at a time: what is behind the first is not looked at before its reply. */
    private void serve(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            var up = new DataOutputStream(server.getOutputStream());
            var down = new DataInputStream(server.getInputStream());
            byte[] head = in.readNBytes(4);
            if (head.length == 4 && head[0] == 's') {
                up.write(head);
                down.transferTo(out);
                return;
            }
            pass(in.readNBytes(ByteBuffer.wrap(head).getInt()), up);
            pass(frame(down), out);
            converse(in, out, up, down);
        } catch (IOException gone) {
            // either has hung up
        }
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static void pass(byte[] frame, DataOutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
    }

    private void converse(
            DataInputStream in, DataOutputStream out, DataOutputStream up, DataInputStream down)
            throws IOException {
        byte[] setReply = {};
        for (int count = 0; ; count++) {
            var request = ByteBuffer.wrap(frame(in));
            boolean lies = count % EVERY == EVERY - 1;
            boolean isSet = request.getInt(4) == SET_DATA;
            if (lie == Lie.FORGOTTEN_WRITE && isSet && lies && setReply.length > 0) {
                ByteBuffer.wrap(setReply).putInt(0, request.getInt(0));
                pass(setReply, out);
                continue;
            }
            pass(request.array(), up);
            var reply = frame(down);
            if (isSet) setReply = reply;
            boolean counts =
                    reply.length == GET_REPLY_BYTES || (isSet && reply.length == SET_REPLY_BYTES);
            if (lies && counts) tamper(reply);
            pass(reply, out);
        }
    }

    private void tamper(byte[] reply) {
        var view = ByteBuffer.wrap(reply);
        switch (lie) {
            case DAMAGED_DATA -> view.put(60, (byte) (view.get(60) ^ 1));
            case ZXID_BACK -> view.putLong(4, 1);
            case ERROR -> view.putInt(12, -101);
            case OTHER_XID -> view.putInt(0, view.getInt(0) + 1);
            case FORGOTTEN_WRITE -> {}
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
