package io.tapio.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/** What goes out on one link, in order, though some of it is read from the disk first. */
final class Lane {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean reading;

    void send(Runnable now) {
        if (reading) waiting.add(now);
        else now.run();
    }

    /** {@code reader} takes a while; whatever comes after it waits for {@link #read}. */
    void read(Runnable reader) {
        send(
                () -> {
                    reading = true;
                    reader.run();
                });
    }

    /** What was to be read has been sent. */
    void read() {
        reading = false;
        while (!reading && !waiting.isEmpty()) waiting.remove().run();
    }
}
