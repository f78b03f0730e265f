package io.tapio.admin;

import io.tapio.replica.Replica;
import io.tapio.state.Conversation;
import io.tapio.state.StateMachine;
import io.tapio.watch.WatchManager;
import io.tapio.watch.WatchTable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The ways to the facts of others: each is read in its owner's turn, or where waiting does no harm,
 * and what follows runs in the turn of the one who asked.
 *
 * <p>What reading throws is thrown again in that turn: a mistake here must not reach the owner.
 */
record Inquiry(
        ActorRef<Replica.Command> replica,
        ActorRef<WatchManager.Command> watches,
        Consumer<Runnable> ownTurn) {

    /** Reads from the state; {@code read} must not keep any of it. */
    <T> void inReplica(Function<StateMachine, T> read, Consumer<T> then) {
        replica.tell(new Replica.Inspect(machine -> handOn(() -> read.apply(machine), then)));
    }

    /** Reads from the watches; {@code read} must not keep any of them. */
    <T> void inWatches(Function<WatchTable<Conversation>, T> read, Consumer<T> then) {
        watches.tell(new WatchManager.Inspect(table -> handOn(() -> read.apply(table), then)));
    }

    /** Reads what may take its time, on a thread of its own. */
    <T> void elsewhere(Supplier<T> read, Consumer<T> then) {
        Thread.startVirtualThread(() -> handOn(read, then));
    }

    private <T> void handOn(Supplier<T> read, Consumer<T> then) {
        Supplier<T> found = attempt(read);
        ownTurn.accept(() -> then.accept(found.get()));
    }

    private static <T> Supplier<T> attempt(Supplier<T> read) {
        try {
            T value = read.get();
            return () -> value;
        } catch (RuntimeException failure) {
            return () -> {
                throw failure;
            };
        }
    }
}
