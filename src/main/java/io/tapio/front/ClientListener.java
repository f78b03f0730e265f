package io.tapio.front;

import io.tapio.loop.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stage of one client port running, on one or several addresses.
 *
 * <p>To be spawned on the dispatcher {@code tapio.loop}. Tells once how binding went; stops if it
 * failed. The port lives and dies with this actor.
 */
public final class ClientListener extends AbstractMatchingBehavior<ClientListener.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.front");

    public sealed interface Command {}

    /**
     * Accept no more, close each connection when its last replies are written, then answer and
     * stop. Connections that take too long are closed anyway.
     */
    public record Stop(ActorRef<? super Stopped> replyTo) implements Command {}

    private record Tried(Binding binding) implements Command {}

    private record Ended(@Nullable Throwable failure) implements Command {}

    /** The port is closed, and so are all its connections. */
    public enum Stopped {
        STOPPED
    }

    private final ActorRef<? super Binding> opener;
    private final ClientPort.Running port;
    private @Nullable ActorRef<? super Stopped> stopper;
    private boolean failed; // binding did

    public static Behavior<Command> create(
            Lobby lobby, List<InetSocketAddress> addresses, ActorRef<? super Binding> opener) {
        return Behaviors.setup(context -> new ClientListener(context, lobby, addresses, opener));
    }

    private ClientListener(
            ActorContext<Command> context,
            Lobby lobby,
            List<InetSocketAddress> addresses,
            ActorRef<? super Binding> opener) {
        super(context);
        this.opener = opener;
        Pair<ClientPort.Running, CompletionStage<Done>> running =
                Source.fromGraph(new ClientPort(lobby, addresses))
                        .toMat(Sink.foreach(InBatch::deliver), Keep.both())
                        .withAttributes(ActorAttributes.dispatcher(EventLoop.DISPATCHER))
                        .run(Materializer.createMaterializer(context));
        port = running.first();
        context.pipeToSelf(port.binding(), ClientListener::tried);
        context.pipeToSelf(running.second(), (done, failure) -> new Ended(failure));
    }

    private static Command tried(@Nullable Binding binding, @Nullable Throwable failure) {
        return binding != null ? new Tried(binding) : new Ended(failure);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Tried tried -> onTried(tried.binding());
            case Stop stop -> {
                stopper = stop.replyTo();
                port.stop();
                yield this;
            }
            case Ended ended -> onEnded(ended.failure());
        };
    }

    private Behavior<Command> onTried(Binding binding) {
        switch (binding) {
            case Binding.Bound bound -> LOG.info("listening {}", bound.addresses());
            case Binding.Failed no -> failed = true; // whoever opens the port says so
        }
        opener.tell(binding);
        return this;
    }

    private Behavior<Command> onEnded(@Nullable Throwable failure) {
        if (stopper == null && !failed) {
            throw new IllegalStateException("a client port ended by itself", failure);
        }
        if (stopper != null) stopper.tell(Stopped.STOPPED);
        return Behaviors.stopped();
    }
}
