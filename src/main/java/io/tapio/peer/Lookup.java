package io.tapio.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Where a member's name leads to today. Asks anew for each dial, on a thread that may wait, and not
 * twice at the same time.
 */
final class Lookup {

    /** The names of hosts; may take its time. */
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** What was found; empty if the name leads nowhere. */
    interface Waiter {
        void found(List<InetAddress> addresses);
    }

    private final String host;
    private final Names names;
    private final Executor blocking;
    private final Consumer<Runnable> loop;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private boolean running;

    Lookup(String host, Names names, Executor blocking, Consumer<Runnable> loop) {
        this.host = host;
        this.names = names;
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
        List<InetAddress> found = addresses();
        loop.accept(() -> answer(found));
    }

    private List<InetAddress> addresses() {
        try {
            return List.of(names.resolve(host));
        } catch (UnknownHostException | RuntimeException unknown) {
            return List.of();
        }
    }

    private void answer(List<InetAddress> found) {
        running = false;
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        for (Waiter each : all) {
            each.found(found);
        }
    }
}
