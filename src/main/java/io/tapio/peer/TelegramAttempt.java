package io.tapio.peer;

import java.time.Duration;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Asks a member for a link until it answers or the dial has no more patience. */
final class TelegramAttempt implements Attempt {
    private static final Duration AGAIN = Duration.ofMillis(150); // the first may well get lost

    private final TelegramRoom room;
    private final Timers timers;
    private final ActorRef<Telegram> to;
    private final String replyTo;
    private final String host;
    private final Dial dial;
    private final Runnable ask = this::ask;
    private final UUID id = UUID.randomUUID();
    private @Nullable TelegramLine line;
    private boolean over;

    TelegramAttempt(
            TelegramRoom room,
            Timers timers,
            ActorRef<Telegram> to,
            String replyTo,
            String host,
            Dial dial) {
        this.room = room;
        this.timers = timers;
        this.to = to;
        this.replyTo = replyTo;
        this.host = host;
        this.dial = dial;
    }

    UUID id() {
        return id;
    }

    @Override
    public void begin() {
        line = new TelegramLine(room, id, to, host, dial);
        ask();
    }

    private void ask() {
        TelegramLine asking = line;
        if (over || asking == null) return;

        asking.say(new Telegram.Open(id, room.self(), replyTo));
        timers.once(ask, AGAIN);
    }

    /** The other side knows of the link. */
    void answered() {
        TelegramLine opened = line;
        if (over || opened == null) return;

        over = true;
        timers.cancel(ask);
        opened.opened();
        dial.opened(opened);
    }

    @Override
    public void cancel() {
        if (over) return;

        over = true;
        timers.cancel(ask);
        if (line != null) line.close();
    }
}
