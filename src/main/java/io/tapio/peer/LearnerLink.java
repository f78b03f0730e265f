package io.tapio.peer;

import io.tapio.model.Zxid;
import io.tapio.zab.EntriesKind;

/** The link on which a learner and its leader say everything but votes. */
final class LearnerLink implements WireEnd, Sendings.Way {
    private static final long PROGRESS_MS = 200;

    private final Exchange exchange;
    private final Neighbour with;
    private final Met met;
    private final Sendings sendings;
    private long progressMs;
    private boolean over;

    LearnerLink(Exchange exchange, Neighbour with, Met met) {
        this.exchange = exchange;
        this.with = with;
        this.met = met;
        sendings =
                new Sendings(
                        exchange.desk().codec(),
                        exchange.supply(),
                        exchange.settings().bounds(),
                        this);
        progressMs = exchange.desk().nowMs() - PROGRESS_MS;
    }

    Met met() {
        return met;
    }

    void send(PeerMessage message) {
        sendings.send(message);
    }

    void sendEntries(EntriesKind kind, Zxid after, Zxid upTo) {
        sendings.sendEntries(kind, after, upTo);
    }

    void sendSnapshot(Zxid at) {
        sendings.sendSnapshot(at);
    }

    long queuedBytes() {
        return sendings.waitingBytes();
    }

    void deaf(boolean now) {
        met.line().deaf(now);
    }

    // What comes.

    @Override
    public void word(Word word) {
        if (over) return;

        switch (word) {
            case Word.Carried(PeerMessage message) -> exchange.heard(with.id(), message);
            case Word.Alive alive -> {
                if (alive.busy()) progress();
            }
            case Word.Farewell farewell -> {
                met.line().close();
                ended(farewell.reason());
            }
            case Word.Greeting greeting -> fail("it greets twice");
        }
    }

    @Override
    public void received() {
        progress();
    }

    @Override
    public void taken() {
        if (over) return;

        boolean longOne = !sendings.isEmpty();
        sendings.pump();
        if (longOne) progress();
    }

    private void progress() {
        long now = exchange.desk().nowMs();
        if (over || now - progressMs < PROGRESS_MS) return;

        progressMs = now;
        exchange.emit(new PeerTransport.Progress(with.id()));
    }

    @Override
    public void ended(String reason) {
        if (over) return;

        end();
        with.learnerGone(this, reason);
    }

    private void end() {
        over = true;
        sendings.close();
    }

    // What goes.

    @Override
    public void put(Frame frame) {
        met.line().put(frame);
    }

    @Override
    public long waitingBytes() {
        return met.line().waitingBytes();
    }

    @Override
    public void broke(RuntimeException mistake) {
        exchange.desk().counters().failed++;
        exchange.desk().lines().error("a link failed by our own mistake", mistake);
        fail("a mistake of our own");
    }

    @Override
    public void fail(String reason) {
        met.line().leave(reason);
        ended(reason);
    }

    /** Ends with a word to the other side, and without one to our own. */
    void close(String reason) {
        if (over) return;

        end();
        met.line().leave(reason);
    }
}
