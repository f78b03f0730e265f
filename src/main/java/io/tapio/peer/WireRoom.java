package io.tapio.peer;

import io.tapio.loop.ChannelOwner;
import io.tapio.loop.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What all wires of a port share: the loop, the bounds, the clock and the end of the turn.
 *
 * <p>Its clock stands still while the whole process does: after a long pause nobody is given up
 * before what came meanwhile was read.
 */
final class WireRoom {
    static final int GREETING_MAX_BYTES = 1024;

    private final PeerSettings settings;
    private final EventLoop loop;
    private final ChannelOwner owner;
    private final RareLines lines;
    private final PeerCodec codec = new PeerCodec();
    private final PeerCounters counters = new PeerCounters();
    private final Set<Wire> wires = new LinkedHashSet<>();
    private final Runnable flushDirty = this::flushDirty;
    private ArrayList<Wire> dirty = new ArrayList<>();
    private ArrayList<Wire> flushing = new ArrayList<>();
    private Runnable whenEmpty = () -> {};
    private long clockMs;
    private long sweptMs;

    WireRoom(PeerSettings settings, EventLoop loop, ChannelOwner owner) {
        this.settings = settings;
        this.loop = loop;
        this.owner = owner;
        lines = new RareLines(loop::nowMs);
        sweptMs = loop.nowMs();
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

    long sweepMs() {
        return Math.max(5, silenceMs() / 12);
    }

    void sweep() {
        long now = loop.nowMs();
        clockMs += Math.min(now - sweptMs, 2 * sweepMs());
        sweptMs = now;
        for (Wire wire : List.copyOf(wires)) {
            wire.sweep();
        }
    }

    void closeAll() {
        for (Wire wire : List.copyOf(wires)) {
            wire.close();
        }
    }

    /** Milliseconds by the clock of the sweeps: as exact as these are frequent. */
    long clockMs() {
        return clockMs;
    }

    long silenceMs() {
        return settings.patience().silence().toMillis();
    }

    PeerSettings settings() {
        return settings;
    }

    EventLoop loop() {
        return loop;
    }

    ChannelOwner owner() {
        return owner;
    }

    RareLines lines() {
        return lines;
    }

    PeerCodec codec() {
        return codec;
    }

    PeerCounters counters() {
        return counters;
    }
}
