package io.tapio.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a member is to be found today. Asks anew for each dial, on a thread that may wait, and not
 * twice at the same time.
 */
final class Lookup {

    /** What was found; empty if nobody knows. */
    interface Waiter {
        void found(List<InetSocketAddress> addresses);
    }

    private final Supplier<List<InetSocketAddress>> question;
    private final Executor blocking;
    private final Consumer<Runnable> loop;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private boolean running;

    Lookup(Supplier<List<InetSocketAddress>> question, Executor blocking, Consumer<Runnable> loop) {
        this.question = question;
        this.blocking = blocking;
        this.loop = loop;
    }

    void begin(Waiter waiter) {
        waiters.add(waiter);
        if (running) return;

        running = true;
        try {
            blocking.execute(this::resolve);
        } catch (RejectedExecutionException stopping) {
            running = false;
            waiters.remove(waiter);
        }
    }

    void cancel(Waiter waiter) {
        waiters.remove(waiter);
    }

    private void resolve() {
        List<InetSocketAddress> found = addresses();
        loop.accept(() -> answer(found));
    }

    private List<InetSocketAddress> addresses() {
        try {
            return question.get();
        } catch (RuntimeException unknown) {
            return List.of();
        }
    }

    private void answer(List<InetSocketAddress> found) {
        running = false;
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        for (Waiter each : all) {
            each.found(found);
        }
    }
}
