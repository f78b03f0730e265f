package io.tapio.testkit.sim.full;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.japi.function.Function2;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/** What an actor sees of its surroundings: itself, adapters, children; and nothing else. */
final class SimContext<T> implements ActorContext<T> {
    private final Room<T> room;

    SimContext(Room<T> room) {
        this.room = room;
    }

    @Override
    public ActorContext<T> asJava() {
        return this;
    }

    /** Only good for coming back. */
    @Override
    @SuppressWarnings("unchecked")
    public org.apache.pekko.actor.typed.scaladsl.ActorContext<T> asScala() {
        return (org.apache.pekko.actor.typed.scaladsl.ActorContext<T>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {org.apache.pekko.actor.typed.scaladsl.ActorContext.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("asJava")) return this;
                            throw nobody();
                        });
    }

    private static UnsupportedOperationException nobody() {
        return new UnsupportedOperationException("no shell of ours asks for this");
    }

    @Override
    public ActorRef<T> getSelf() {
        return room.ref();
    }

    @Override
    public <U> ActorRef<U> messageAdapter(Class<U> type, Function<U, T> adapter) {
        return new SimRef<U>(
                message -> {
                    try {
                        room.ref().tell(adapter.apply(message));
                    } catch (Exception wrong) {
                        throw new IllegalStateException(wrong);
                    }
                });
    }

    @Override
    public <U> ActorRef<U> spawnAnonymous(Behavior<U> behavior, Props props) {
        return room.process().room("child", behavior).ref();
    }

    @Override
    public <U> void watch(ActorRef<U> other) {}

    // What follows is used by nobody.

    @Override
    public org.apache.pekko.actor.ActorContext classicActorContext() {
        throw nobody();
    }

    @Override
    public ActorSystem<Void> getSystem() {
        throw nobody();
    }

    @Override
    public Logger getLog() {
        return LoggerFactory.getLogger("simulated");
    }

    @Override
    public void setLoggerName(String name) {}

    @Override
    public void setLoggerName(Class<?> type) {}

    @Override
    public List<ActorRef<Void>> getChildren() {
        throw nobody();
    }

    @Override
    public Optional<ActorRef<Void>> getChild(String name) {
        throw nobody();
    }

    @Override
    public <U> ActorRef<U> spawnAnonymous(Behavior<U> behavior) {
        return spawnAnonymous(behavior, Props.empty());
    }

    @Override
    public <U> ActorRef<U> spawn(Behavior<U> behavior, String name) {
        return spawnAnonymous(behavior, Props.empty());
    }

    @Override
    public <U> ActorRef<U> spawn(Behavior<U> behavior, String name, Props props) {
        return spawnAnonymous(behavior, props);
    }

    @Override
    public Behavior<T> delegate(Behavior<T> delegator, T message) {
        throw nobody();
    }

    @Override
    public <U> void stop(ActorRef<U> child) {
        throw nobody();
    }

    @Override
    public <U> void watchWith(ActorRef<U> other, T message) {
        throw nobody();
    }

    @Override
    public <U> void unwatch(ActorRef<U> other) {
        throw nobody();
    }

    @Override
    public void setReceiveTimeout(Duration timeout, T message) {
        throw nobody();
    }

    @Override
    public void cancelReceiveTimeout() {
        throw nobody();
    }

    @Override
    public <U> Cancellable scheduleOnce(Duration delay, ActorRef<U> target, U message) {
        throw nobody();
    }

    @Override
    public ExecutionContextExecutor getExecutionContext() {
        throw nobody();
    }

    @Override
    public <Q, R> void ask(
            Class<R> type,
            RecipientRef<Q> target,
            Duration timeout,
            Function<ActorRef<R>, Q> request,
            Function2<R, Throwable, T> response) {
        throw nobody();
    }

    @Override
    public <Q, R> void askWithStatus(
            Class<R> type,
            RecipientRef<Q> target,
            Duration timeout,
            Function<ActorRef<StatusReply<R>>, Q> request,
            Function2<R, Throwable, T> response) {
        throw nobody();
    }

    @Override
    public <V> void pipeToSelf(CompletionStage<V> future, Function2<V, Throwable, T> adapter) {
        throw nobody();
    }
}
