package io.tapio.peer;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Whoever has connected to our port, until it has said who it is and what it wants. */
final class Caller implements WireEnd {
    private final Exchange exchange;
    private final Wire wire;
    private final Runnable deadline = this::tooLate;

    Caller(Exchange exchange, SocketChannel channel, String remote) {
        this.exchange = exchange;
        wire = new Wire(exchange.room(), channel, remote, this);
    }

    void open(Duration patience) throws IOException {
        exchange.timers().once(deadline, patience);
        wire.open();
    }

    @Override
    public void word(Word word) {
        done();
        switch (word) {
            case Word.Greeting greeting -> exchange.greeted(wire, greeting);
            // Its own end knows why, if it has dialled the wrong one.
            case Word.Farewell farewell -> wire.close();
            case Word.Carried carried -> exchange.refuse(wire, "it does not greet");
            case Word.Alive alive -> exchange.refuse(wire, "it does not greet");
        }
    }

    @Override
    public void ended(String reason) {
        done();
    }

    private void tooLate() {
        exchange.room().counters().strangers++;
        exchange.room().lines().warn("somebody connected to the port for members and kept silent");
        close();
    }

    private void done() {
        exchange.timers().cancel(deadline);
        exchange.forget(this);
    }

    void close() {
        done();
        wire.close();
    }
}
