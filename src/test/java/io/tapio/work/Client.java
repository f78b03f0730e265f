package io.tapio.work;

import io.tapio.testkit.Octets;
import io.tapio.testkit.RawRequest;
import io.tapio.testkit.WireWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A connection with a session, that sends bytes made before and looks at the error of replies. */
final class Client implements AutoCloseable {
    private static final int HEADER_BYTES = 16;
    private static final int PING_XID = -2;
    private static final int SESSION_MS = 60_000;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18).limit(0);

    private Client(SocketChannel channel) {
        this.channel = channel;
    }

    static Client connect(InetSocketAddress server) {
        try {
            var client = new Client(SocketChannel.open(server));
            client.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.send(HANDSHAKE);
            client.skip(client.nextLength());
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final byte[] HANDSHAKE =
            framed(
                    new WireWriter()
                            .int32(0)
                            .int64(0)
                            .int32(SESSION_MS)
                            .int64(0)
                            .buffer(Octets.zeros(16))
                            .bool(false)
                            .toBytes());

    /** A request as it goes over the wire. */
    static byte[] frame(RawRequest request) {
        boolean ping = request.opcode() == RawRequest.ping().opcode();
        var out = new WireWriter().int32(ping ? PING_XID : 1).int32(request.opcode());
        request.write(out);
        return framed(out.toBytes());
    }

    private static byte[] framed(byte[] payload) {
        return new WireWriter().int32(payload.length).raw(payload).toBytes();
    }

    /** One after the other, in one piece. */
    static byte[] joined(List<byte[]> frames) {
        var all = new WireWriter();
        frames.forEach(all::raw);
        return all.toBytes();
    }

    void send(byte[] bytes) {
        try {
            ByteBuffer out = ByteBuffer.wrap(bytes);
            while (out.hasRemaining()) channel.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many replies or events, none of which may be an error. */
    void receive(int frames) {
        for (int i = 0; i < frames; i++) {
            int length = nextLength();
            need(HEADER_BYTES);
            int error = in.getInt(in.position() + 12);
            if (error != 0) throw new IllegalStateException("answered with error " + error);
            skip(length);
        }
    }

    void call(byte[] frame) {
        send(frame);
        receive(1);
    }

    private int nextLength() {
        need(4);
        return in.getInt();
    }

    private void skip(int count) {
        need(count);
        in.position(in.position() + count);
    }

    private void need(int count) {
        try {
            while (in.remaining() < count) {
                in.compact();
                int read = channel.read(in);
                in.flip();
                if (read < 0) throw new EOFException("the server has closed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
