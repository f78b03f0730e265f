package io.tapio.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a member; swallows all bytes when told to, as a cut cable does. */
final class SilentProxy implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    SilentProxy(InetSocketAddress behind) throws IOException {
        this.behind = behind;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    /** What passes through from now on vanishes; connections of this time stay dead. */
    void swallow() {
        silent = true;
    }

    void mend() {
        silent = false;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                if (silent) continue;
                Socket server = new Socket();
                sockets.add(server);
                server.connect(behind);
                Thread.ofVirtual().start(() -> forward(client, server));
                Thread.ofVirtual().start(() -> forward(server, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        boolean dead = false;
        try {
            for (int count = 0; count >= 0; count = from.getInputStream().read(buffer)) {
                dead |= silent; // a swallowed byte cannot be made good
                if (!dead) to.getOutputStream().write(buffer, 0, count);
            }
            if (!dead) to.close();
        } catch (IOException e) {
            if (!dead) closeQuietly(to);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(SilentProxy::closeQuietly);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }
}
