package io.tapio.testkit.sim.full;

import java.util.PriorityQueue;

/** Virtual time in microseconds: what is to happen, in order. */
public final class Agenda {
    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>(1024);
    private long now;
    private long number;

    public long now() {
        return now;
    }

    public long count() {
        return number;
    }

    void in(long delay, Runnable what) {
        at(now + delay, what);
    }

    void at(long when, Runnable what) {
        events.add(new Event(Math.max(now, when), number++, what));
    }

    /** Lets the next thing happen; {@code false} if nothing does up to {@code end}. */
    boolean step(long end) {
        Event next = events.peek();
        if (next == null || next.at() > end) {
            now = end;
            return false;
        }
        events.remove();
        now = next.at();
        next.what().run();
        return true;
    }
}
