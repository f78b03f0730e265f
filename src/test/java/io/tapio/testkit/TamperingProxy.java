package io.tapio.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server as a bad network would: it cuts connections when told to, and can change
 * the last bit of exactly one frame. The welcome of a connection is not counted, since what it ends
 * with is secret or random anyway.
 */
public final class TamperingProxy implements ServerUnderTest {
    private final ServerUnderTest server;
    private final ServerSocket door;
    private final AtomicInteger untilChange;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    private TamperingProxy(ServerUnderTest server, int changedFrame) {
        this.server = server;
        this.untilChange = new AtomicInteger(changedFrame);
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy that changes nothing. */
    public static TamperingProxy before(ServerUnderTest server) {
        return before(server, Integer.MAX_VALUE);
    }

    /** A proxy before {@code server} that changes the n-th frame, counted over all connections. */
    public static TamperingProxy before(ServerUnderTest server, int changedFrame) {
        TamperingProxy proxy = new TamperingProxy(server, changedFrame);
        Thread.ofVirtual().start(proxy::acceptAll);
        return proxy;
    }

    /** Whether the session went on for long enough. */
    public boolean hasChangedAFrame() {
        return untilChange.get() <= 0;
    }

    /** Cuts all connections and lets none through until {@link #up}. */
    public void down() {
        down = true;
        cut();
    }

    public void up() {
        down = false;
    }

    /** Cuts all connections of this moment; clients may connect again at once. */
    public void cut() {
        clients.forEach(TamperingProxy::closeQuietly);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
    }

    /** Closes the door; the server behind it belongs to whoever started it. */
    @Override
    public void close() {
        closeQuietly(door);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = door.accept();
                if (down) {
                    client.close();
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) throws IOException {
        Socket behind = new Socket();
        clients.add(client);
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        behind.connect(server.address());
        Thread.ofVirtual().start(() -> forwardRequests(client, behind));
        Thread.ofVirtual().start(() -> forwardReplies(behind, client));
    }

    private void forwardRequests(Socket client, Socket behind) {
        try {
            client.getInputStream().transferTo(behind.getOutputStream());
        } catch (IOException e) {
            // either end has gone
        }
        clients.remove(client);
        closeQuietly(client);
        closeQuietly(behind);
    }

    private void forwardReplies(Socket behind, Socket client) {
        try {
            DataInputStream in = new DataInputStream(behind.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            for (boolean welcome = true; ; welcome = false) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                if (!welcome && untilChange.decrementAndGet() == 0) frame[frame.length - 1] ^= 1;
                out.write(new WireWriter().int32(frame.length).raw(frame).toBytes());
            }
        } catch (IOException e) {
            // either end has gone
        }
        closeQuietly(client);
        closeQuietly(behind);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is closed enough
        }
    }
}
