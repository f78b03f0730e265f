package io.tapio.peer;

import io.tapio.zab.ZabMessage;

/** Hears what one member thinks of the leadership; nothing is said here but that we live. */
final class VoteEar implements WireEnd {
    private final Exchange exchange;
    private final Neighbour from;
    private final Line line;

    VoteEar(Exchange exchange, Neighbour from, Line line) {
        this.exchange = exchange;
        this.from = from;
        this.line = line;
    }

    @Override
    public void word(Word word) {
        switch (word) {
            case Word.Carried(PeerMessage.Said(ZabMessage.Notification vote)) ->
                    exchange.heard(from.id(), new PeerMessage.Said(vote));
            case Word.Alive alive -> {}
            case Word.Farewell farewell -> {
                line.close();
                ended(farewell.reason());
            }
            case Word.Carried carried -> drop("this link is for votes");
            case Word.Greeting greeting -> drop("it greets twice");
        }
    }

    private void drop(String reason) {
        line.leave(reason);
        ended(reason);
    }

    @Override
    public void ended(String reason) {
        from.earGone(line);
    }
}
