package io.tapio.testkit.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order. */
final class Clock {
    private record Event(long at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long number;

    long now() {
        return now;
    }

    void in(long delay, Runnable what) {
        events.add(new Event(now + delay, number++, what));
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
