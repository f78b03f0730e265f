package io.tapio.torture.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One way to one port: it carries bytes as they come, until it is cut. */
final class Cable implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress end;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    private Cable(ServerSocket door, InetSocketAddress end) {
        this.door = door;
        this.end = end;
    }

    static Cable to(int port) {
        try {
            var loopback = InetAddress.getLoopbackAddress();
            var cable =
                    new Cable(
                            new ServerSocket(Ports.free(), 50, loopback),
                            new InetSocketAddress(loopback, port));
            Thread.ofVirtual().start(cable::acceptAll);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Breaks every connection and lets none through. */
    void cut() {
        isCut = true;
        sockets.forEach(Cable::closeQuietly);
    }

    void mend() {
        isCut = false;
    }

    @Override
    public void close() {
        closeQuietly(door);
        cut();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                // The door is closed, or nobody listens at the other end: the next one may fare
                // better.
            }
        }
    }

    private void connect(Socket near) throws IOException {
        var far = new Socket();
        sockets.add(near);
        sockets.add(far);
        try {
            if (isCut) throw new IOException("cut");
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(end);
        } catch (IOException e) {
            drop(near, far);
            throw e;
        }
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
        if (isCut) drop(near, far);
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either end has gone
        }
        drop(from, to);
    }

    private void drop(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is closed enough
        }
    }
}
