package io.tapio.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands before a member, and lets only so many bytes a second through to those who dial it. */
final class NarrowProxy implements AutoCloseable {
    private static final int SLICES = 100; // of a second

    private final ServerSocket door;
    private final InetSocketAddress behind;
    private final int bytesASecond;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean wide;

    NarrowProxy(InetSocketAddress behind, int bytesASecond) throws IOException {
        this.behind = behind;
        this.bytesASecond = bytesASecond;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    void widen() {
        wide = true;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket near = door.accept();
                Socket far = new Socket();
                sockets.add(near);
                sockets.add(far);
                far.setReceiveBufferSize(64 << 10);
                far.connect(behind);
                near.setSendBufferSize(64 << 10);
                Thread.ofVirtual().start(() -> carry(near, far, true));
                Thread.ofVirtual().start(() -> carry(far, near, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void carry(Socket from, Socket to, boolean free) {
        byte[] slice = new byte[bytesASecond / SLICES];
        try {
            for (int n = 0; n >= 0; n = from.getInputStream().read(slice)) {
                to.getOutputStream().write(slice, 0, n);
                if (!free && !wide) LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / SLICES);
            }
        } catch (IOException e) {
            // either end has gone
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(NarrowProxy::closeQuietly);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }
}
