package io.tapio.front;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.ServedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One address at which clients knock. */
final class ListeningSocket implements ServedChannel {
    private static final int MAX_ACCEPTED = 64; // in one turn; the rest in the next

    private final ServerSocketChannel channel;
    private final ConnectionGroup group;
    private final Runnable onRefusal;
    private @Nullable SelectionKey key;

    private ListeningSocket(
            ServerSocketChannel channel, ConnectionGroup group, Runnable onRefusal) {
        this.channel = channel;
        this.group = group;
        this.onRefusal = onRefusal;
    }

    /**
     * Binds; {@link #register} begins to accept. {@code onRefusal} is run when the system gives us
     * no more sockets; who listens then {@linkplain #pause pauses} for a while.
     */
    static ListeningSocket open(
            InetSocketAddress address, ConnectionGroup group, Runnable onRefusal)
            throws IOException {
        if (address.isUnresolved()) throw new IOException("unknown host");

        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, group.settings().sockets().backlog());
            return new ListeningSocket(channel, group, onRefusal);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Not before all are bound: a socket that the selector knows closes only in the next turn. */
    void register() throws IOException {
        key = group.loop().register(channel, SelectionKey.OP_ACCEPT, this);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public ChannelOwner owner() {
        return group.owner();
    }

    @Override
    public void serve() {
        try {
            for (int i = 0; i < MAX_ACCEPTED; i++) {
                if (group.lobby().guests().isFull()) {
                    refused("the descriptors left are for the server itself");
                    return;
                }
                SocketChannel accepted = channel.accept();
                if (accepted == null) return;
                group.admit(accepted);
            }
        } catch (IOException e) {
            if (channel.isOpen()) refused(String.valueOf(e));
        }
    }

    /** Those who wait in the backlog are served when others have gone. */
    private void refused(String cause) {
        group.lobby().rareLog().warn("cannot accept", localAddress(), cause);
        onRefusal.run();
    }

    private InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }

    void pause() {
        interest(0);
    }

    void resume() {
        interest(SelectionKey.OP_ACCEPT);
    }

    private void interest(int ops) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) registered.interestOps(ops);
    }

    void close() {
        ConnectionGroup.closeQuietly(channel);
    }
}
