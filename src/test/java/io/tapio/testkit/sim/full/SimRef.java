package io.tapio.testkit.sim.full;

import java.util.function.Consumer;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.typed.ActorRef;

/** An address that is a method. */
final class SimRef<T> implements ActorRef<T> {
    private static final long serialVersionUID = 1;

    private final transient Consumer<? super T> to;

    SimRef(Consumer<? super T> to) {
        this.to = to;
    }

    @Override
    public void tell(T message) {
        to.accept(message);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <U extends T> ActorRef<U> narrow() {
        return (ActorRef<U>) this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <U> ActorRef<U> unsafeUpcast() {
        return (ActorRef<U>) this;
    }

    @Override
    public ActorPath path() {
        throw new UnsupportedOperationException("nobody asks for the path");
    }

    @Override
    public int compareTo(ActorRef<?> other) {
        throw new UnsupportedOperationException("nobody sorts");
    }
}
