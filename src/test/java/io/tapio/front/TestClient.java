package io.tapio.front;

import io.tapio.jute.JuteWriter;
import io.tapio.model.Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client with a plain blocking socket; a read that takes too long fails the test. */
final class TestClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    TestClient(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    TestClient(InetSocketAddress server, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) socket.setReceiveBufferSize(receiveBufferBytes);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MS);
        socket.connect(server);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client that was welcomed. */
    static TestClient with(InetSocketAddress server, int timeoutMs, String manner)
            throws IOException {
        TestClient client = new TestClient(server);
        client.hello(timeoutMs, manner);
        client.frame();
        return client;
    }

    static byte[] greeting(int timeoutMs, String manner) {
        Bytes text = Bytes.utf8(manner);
        return new JuteWriter(64)
                .int32(4 + text.length())
                .int32(timeoutMs)
                .raw(text)
                .toBytes()
                .toArray();
    }

    static JuteWriter request(JuteWriter out, int xid, int opCode) {
        return out.int32(8).int32(xid).int32(opCode);
    }

    static JuteWriter getData(JuteWriter out, int xid, int replyBytes) {
        return out.int32(12).int32(xid).int32(EchoDoor.GET_DATA).int32(replyBytes);
    }

    void hello(int timeoutMs, String manner) throws IOException {
        write(greeting(timeoutMs, manner));
    }

    void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void write(JuteWriter out) throws IOException {
        socket.getOutputStream().write(out.array(), 0, out.length());
    }

    void write(String ascii) throws IOException {
        write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void ping(int xid) throws IOException {
        write(request(new JuteWriter(12), xid, EchoDoor.PING));
    }

    /** The content of the next frame. */
    byte[] frame() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    /** The next frame's xid; the rest of the frame is dropped. */
    int xid() throws IOException {
        int length = in.readInt();
        int xid = in.readInt();
        in.skipNBytes(length - 4);
        return xid;
    }

    String textToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    InputStream input() {
        return in;
    }

    /** True if the server closed without another byte, in whatever manner. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
