package io.tapio.peer;

import io.tapio.loop.EventLoop;
import io.tapio.model.ServerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/** What all links over telegrams share: the clock, the end of the turn, and who is who. */
final class TelegramRoom {

    /** Takes telegrams to others, or loses them. */
    interface Post {
        void send(ActorRef<Telegram> to, Telegram telegram);
    }

    private final Desk desk;
    private final EventLoop loop;
    private final Post post;
    private final PeerClock clock;
    private final Map<UUID, TelegramLine> lines = new LinkedHashMap<>();
    private final Runnable flushDirty = this::flushDirty;
    private ArrayList<TelegramLine> dirty = new ArrayList<>();
    private ArrayList<TelegramLine> flushing = new ArrayList<>();
    private Runnable whenEmpty = () -> {};

    TelegramRoom(Desk desk, EventLoop loop, Post post) {
        this.desk = desk;
        this.loop = loop;
        this.post = post;
        clock = new PeerClock(desk);
    }

    void add(UUID id, TelegramLine line) {
        lines.put(id, line);
    }

    void remove(UUID id) {
        lines.remove(id);
        if (lines.isEmpty()) whenEmpty.run();
    }

    Optional<TelegramLine> line(UUID id) {
        return Optional.ofNullable(lines.get(id));
    }

    /** Tells when the last line is closed; at once if there is none. */
    void whenEmpty(Runnable then) {
        whenEmpty = then;
        if (lines.isEmpty()) then.run();
    }

    void send(ActorRef<Telegram> to, Telegram telegram) {
        post.send(to, telegram);
    }

    void markDirty(TelegramLine line) {
        if (dirty.isEmpty()) loop.atTurnEnd(flushDirty);
        dirty.add(line);
    }

    private void flushDirty() {
        ArrayList<TelegramLine> due = dirty;
        dirty = flushing;
        flushing = due;
        for (TelegramLine each : due) {
            guarded(each, each::flush);
        }
        due.clear();
    }

    /** What goes wrong with one line costs that line. */
    void guarded(TelegramLine line, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            desk.counters().failed++;
            desk.lines().error("a link failed by our own mistake", e);
            line.giveUp("a mistake of our own");
        }
    }

    void sweep() {
        clock.look();
        for (TelegramLine each : List.copyOf(lines.values())) {
            guarded(each, each::sweep);
        }
    }

    PeerClock clock() {
        return clock;
    }

    Desk desk() {
        return desk;
    }

    ServerId self() {
        return desk.settings().self();
    }
}
