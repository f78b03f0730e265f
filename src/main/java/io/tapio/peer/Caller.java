package io.tapio.peer;

/** Whoever has opened a line to us, until it has said who it is and what it wants. */
final class Caller implements WireEnd {
    private final Exchange exchange;
    private final Line line;
    private final Runnable deadline = this::tooLate;

    Caller(Exchange exchange, Line.Opening opening) {
        this.exchange = exchange;
        line = opening.open(this);
    }

    void begin() {
        exchange.timers().once(deadline, exchange.settings().patience().dial());
    }

    @Override
    public void word(Word word) {
        done();
        switch (word) {
            case Word.Greeting greeting -> exchange.greeted(line, greeting);
            case Word.Farewell farewell -> line.close();
            case Word.Carried carried -> exchange.refuse(line, "it does not greet");
            case Word.Alive alive -> exchange.refuse(line, "it does not greet");
        }
    }

    @Override
    public void ended(String reason) {
        done();
    }

    private void tooLate() {
        exchange.desk().counters().strangers++;
        exchange.desk().lines().warn("somebody knocked at the port for members and kept silent");
        close();
    }

    private void done() {
        exchange.timers().cancel(deadline);
        exchange.forget(this);
    }

    void close() {
        done();
        line.close();
    }
}
