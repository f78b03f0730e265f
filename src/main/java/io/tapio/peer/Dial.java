package io.tapio.peer;

import io.tapio.loop.ChannelOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach a member: its name is looked up, its addresses are tried one after the other,
 * and both ends greet. Ends once, by the result or by {@link #cancel}.
 */
final class Dial implements PortMember, WireEnd, Lookup.Waiter {

    /** How it went. */
    interface Result {
        /** The other end has greeted, and has been found to be who it should be. */
        void connected(Wire wire, Word.Greeting greeting);

        void failed(String reason);
    }

    private final Exchange exchange;
    private final Neighbour to;
    private final LinkKind kind;
    private final Result result;
    private final Runnable deadline = this::tooLate;
    private final Queue<InetAddress> addresses = new ArrayDeque<>();
    private @Nullable SocketChannel channel; // while it connects
    private @Nullable SelectionKey key;
    private @Nullable Wire wire; // while both ends greet
    private boolean over;

    Dial(Exchange exchange, Neighbour to, LinkKind kind, Result result) {
        this.exchange = exchange;
        this.to = to;
        this.kind = kind;
        this.result = result;
    }

    void begin() {
        exchange.timers().once(deadline, exchange.settings().patience().dial());
        to.lookup().begin(this);
    }

    @Override
    public void found(List<InetAddress> found) {
        if (over) return;

        if (found.isEmpty()) {
            fail("its name " + to.endpoint().host() + " is not known");
        } else {
            addresses.addAll(found);
            tryNext("");
        }
    }

    private void tryNext(String reason) {
        closeChannel();
        InetAddress address = addresses.poll();
        if (address == null) {
            fail(reason);
            return;
        }
        try {
            connect(new InetSocketAddress(address, to.endpoint().port()));
        } catch (IOException e) {
            tryNext(said(e));
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (opened.connect(address)) greet(opened);
        else key = exchange.room().loop().register(opened, SelectionKey.OP_CONNECT, this);
    }

    @Override
    public ChannelOwner owner() {
        return exchange.room().owner();
    }

    @Override
    public void serve() {
        SocketChannel connecting = channel;
        if (over || connecting == null || key == null || !key.isValid()) return;

        try {
            if (connecting.finishConnect()) greet(connecting);
        } catch (IOException e) {
            tryNext(said(e));
        } catch (RuntimeException e) {
            exchange.room().lines().error("dialling member " + to.id() + " failed", e);
            fail("a mistake of our own");
        }
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? "it cannot be reached" : message.toLowerCase(Locale.ROOT);
    }

    private void greet(SocketChannel connected) throws IOException {
        String remote = connected.getRemoteAddress().toString();
        channel = null;
        key = null;
        Wire opened = new Wire(exchange.room(), connected, remote, this);
        wire = opened;
        opened.open();
        opened.put(exchange.greeting(kind, to.id()));
    }

    @Override
    public void word(Word word) {
        Wire speaking = wire;
        if (over || speaking == null) return;

        switch (word) {
            case Word.Greeting greeting -> welcomed(speaking, greeting);
            case Word.Farewell farewell -> fail("it refuses us: " + farewell.reason());
            case Word.Carried carried -> fail("it does not greet");
            case Word.Alive alive -> fail("it does not greet");
        }
    }

    private void welcomed(Wire speaking, Word.Greeting greeting) {
        var objection = exchange.doorkeeper().objectionToWelcome(to, greeting);
        if (objection.isPresent()) {
            exchange.refuse(speaking, objection.get());
            wire = null;
            fail(objection.get());
            return;
        }
        finish();
        result.connected(speaking, greeting);
    }

    @Override
    public void ended(String reason) {
        wire = null;
        if (!over) fail(reason);
    }

    private void tooLate() {
        fail("it does not answer");
    }

    private void fail(String reason) {
        if (over) return;

        cancel();
        result.failed(reason);
    }

    /** Ends without a result. */
    void cancel() {
        if (over) return;

        finish();
        closeChannel();
        if (wire != null) wire.close();
        wire = null;
    }

    private void finish() {
        over = true;
        exchange.timers().cancel(deadline);
        to.lookup().cancel(this);
    }

    private void closeChannel() {
        if (channel != null) WireRoom.closeQuietly(channel);
        channel = null;
        key = null;
    }
}
