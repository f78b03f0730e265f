package io.tapio.peer;

import org.jspecify.annotations.Nullable;

/**
 * One try to reach a member: a line is opened, and both ends greet. Ends once, by the result or by
 * {@link #cancel}.
 */
final class Dial implements WireEnd {

    /** How it went. */
    interface Result {
        /** The other end has greeted, and has been found to be who it should be. */
        void connected(Line line, Word.Greeting greeting);

        void failed(String reason);
    }

    private final Exchange exchange;
    private final Neighbour to;
    private final LinkKind kind;
    private final Result result;
    private final Runnable deadline = this::tooLate;
    private final Attempt attempt;
    private @Nullable Line line; // while both ends greet
    private boolean over;

    Dial(Exchange exchange, Neighbour to, LinkKind kind, Result result) {
        this.exchange = exchange;
        this.to = to;
        this.kind = kind;
        this.result = result;
        attempt = exchange.attempt(to, this);
    }

    void begin() {
        exchange.timers().once(deadline, exchange.settings().patience().dial());
        attempt.begin();
    }

    /** The line is open, and we are its end. */
    void opened(Line open) {
        if (over) {
            open.close();
            return;
        }
        line = open;
        open.put(exchange.greeting(kind, to.id()));
    }

    @Override
    public void word(Word word) {
        Line speaking = line;
        if (over || speaking == null) return;

        switch (word) {
            case Word.Greeting greeting -> welcomed(speaking, greeting);
            case Word.Farewell farewell -> fail("it refuses us: " + farewell.reason());
            case Word.Carried carried -> fail("it does not greet");
            case Word.Alive alive -> fail("it does not greet");
        }
    }

    private void welcomed(Line speaking, Word.Greeting greeting) {
        var objection = exchange.doorkeeper().objectionToWelcome(to, greeting);
        if (objection.isPresent()) {
            exchange.refuse(speaking, objection.get());
            line = null;
            fail(objection.get());
            return;
        }
        finish();
        result.connected(speaking, greeting);
    }

    @Override
    public void ended(String reason) {
        line = null;
        fail(reason);
    }

    private void tooLate() {
        fail("it does not answer");
    }

    /** The line cannot be had, or came to nothing. */
    void fail(String reason) {
        if (over) return;

        cancel();
        result.failed(reason);
    }

    /** Ends without a result. */
    void cancel() {
        if (over) return;

        finish();
        if (line != null) line.close();
        line = null;
    }

    private void finish() {
        over = true;
        exchange.timers().cancel(deadline);
        attempt.cancel();
    }
}
