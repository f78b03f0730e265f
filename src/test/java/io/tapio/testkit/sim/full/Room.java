package io.tapio.testkit.sim.full;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.jspecify.annotations.Nullable;

/** An actor and its mailbox: one of ours, run by its process a message at a time. */
final class Room<T> {
    private final Process process;
    private final String name;
    private final SimContext<T> context = new SimContext<>(this);
    private final SimTimers<T> timers = new SimTimers<>(this);
    private final Deque<T> mailbox = new ArrayDeque<>();
    private final ActorRef<T> ref = new SimRef<>(this::tell);
    private @Nullable AbstractMatchingBehavior<T> shell;
    private Consumer<T> before = message -> {};
    private Consumer<T> after = message -> {};
    private boolean closed;

    Room(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    Process process() {
        return process;
    }

    ActorRef<T> ref() {
        return ref;
    }

    SimContext<T> context() {
        return context;
    }

    SimTimers<T> timers() {
        return timers;
    }

    int waiting() {
        return mailbox.size();
    }

    String name() {
        return name;
    }

    /** Who looks on when a message is dealt with. */
    void watch(Consumer<T> lookBefore, Consumer<T> lookAfter) {
        before = lookBefore;
        after = lookAfter;
    }

    void begin(Behavior<T> behavior) {
        become(Behavior.start(behavior, context));
    }

    private void become(Behavior<T> next) {
        if (next instanceof AbstractMatchingBehavior<T> ours) shell = ours;
        else if (!Behavior.isAlive(next)) closed = true;
    }

    private void tell(T message) {
        if (closed || !process.isAlive()) return;
        mailbox.add(message);
        process.hasWork(this);
    }

    /** Deals with the oldest message. */
    void step() {
        T message = mailbox.poll();
        if (message != null && !closed) handle(message);
    }

    /** Deals with that message, whatever waits. */
    void handle(T message) {
        try {
            before.accept(message);
            become(shell.onMessage(message));
            after.accept(message);
        } catch (RuntimeException broken) {
            throw broken;
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
