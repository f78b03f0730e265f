package io.tapio.replica;

import io.tapio.model.Zxid;
import java.util.ArrayDeque;

/** Those who wait until all that was numbered before they came is applied. */
final class Settling {
    private record Waiter(Zxid upTo, Runnable then) {}

    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>(); // in the order of their numbers

    void add(Zxid upTo, Runnable then) {
        waiters.add(new Waiter(upTo, then));
    }

    void applied(Zxid upTo) {
        while (!waiters.isEmpty() && !waiters.peek().upTo().isAfter(upTo)) {
            waiters.remove().then().run();
        }
    }

    /** What was numbered may never be applied: nobody waits for that. */
    void giveUp() {
        while (!waiters.isEmpty()) waiters.remove().then().run();
    }
}
