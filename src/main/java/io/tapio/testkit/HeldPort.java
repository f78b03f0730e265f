package io.tapio.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Keeps a port for a member that is down; whoever knocks is refused. */
final class HeldPort implements AutoCloseable {
    private final SocketChannel channel;

    private HeldPort(SocketChannel channel) {
        this.channel = channel;
    }

    static HeldPort hold(int port) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(Blueprint.at(port)); // and does not listen
                return new HeldPort(channel);
            } catch (IOException taken) {
                channel.close();
                throw taken;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("port " + port + " cannot be kept", failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
