package io.tapio.peer;

import io.tapio.model.ServerId;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.UUID;

/** The other end of a link, made by hand: it greets, and then does as the test pleases. */
final class RawPeer implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final PeerCodec codec = new PeerCodec();
    private final Socket socket = new Socket();

    RawPeer(InetSocketAddress to) throws IOException {
        socket.setReceiveBufferSize(64 << 10);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(to);
    }

    RawPeer raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawPeer greet(int from, int to) throws IOException {
        raw(Preamble.bytes());
        return say(
                new Word.Greeting(
                        LinkKind.LEARNER,
                        Optional.of(PeerRig.CLUSTER),
                        new ServerId(from),
                        new ServerId(to),
                        new UUID(0, from),
                        Optional.empty()));
    }

    RawPeer say(Word word) throws IOException {
        Frame frame = codec.encode(word);
        byte[] bytes = new byte[frame.length()];
        frame.head().copyTo(bytes, 0);
        frame.payload().copyTo(bytes, frame.head().length());
        return raw(bytes);
    }

    /** Reads the next word; the preamble must have been read before the first. */
    Word hear() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        int checksum = in.readInt();
        in.readFully(body);
        return codec.decode(body, checksum);
    }

    byte[] hear(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    /** Reads on until the other side closes, however it does that. */
    boolean isClosed() {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
