package io.tapio.peer;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all wires of a port share: the loop, the clock and the end of the turn. */
final class WireRoom {
    static final int GREETING_MAX_BYTES = 1024;

    private final Desk desk;
    private final PeerClock clock;
    private final EventLoop loop;
    private final ChannelOwner owner;
    private final Set<Wire> wires = new LinkedHashSet<>();
    private final Runnable flushDirty = this::flushDirty;
    private ArrayList<Wire> dirty = new ArrayList<>();
    private ArrayList<Wire> flushing = new ArrayList<>();
    private Runnable whenEmpty = () -> {};

    WireRoom(Desk desk, EventLoop loop, ChannelOwner owner) {
        this.desk = desk;
        this.loop = loop;
        this.owner = owner;
        clock = new PeerClock(desk);
    }

    static void closeQuietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // A socket that cannot be closed is as good as closed.
        }
    }

    void add(Wire wire) {
        wires.add(wire);
    }

    void remove(Wire wire) {
        wires.remove(wire);
        if (wires.isEmpty()) whenEmpty.run();
    }

    /** Tells when the last wire is closed; at once if there is none. */
    void whenEmpty(Runnable then) {
        whenEmpty = then;
        if (wires.isEmpty()) then.run();
    }

    void markDirty(Wire wire) {
        if (dirty.isEmpty()) loop.atTurnEnd(flushDirty);
        dirty.add(wire);
    }

    private void flushDirty() {
        ArrayList<Wire> due = dirty;
        dirty = flushing;
        flushing = due;
        for (int i = 0; i < due.size(); i++) {
            due.get(i).flush();
        }
        due.clear();
    }

    void sweep() {
        clock.look();
        for (Wire wire : List.copyOf(wires)) {
            wire.sweep();
        }
    }

    void closeAll() {
        for (Wire wire : List.copyOf(wires)) {
            wire.close();
        }
    }

    PeerClock clock() {
        return clock;
    }

    Desk desk() {
        return desk;
    }

    EventLoop loop() {
        return loop;
    }

    ChannelOwner owner() {
        return owner;
    }
}
