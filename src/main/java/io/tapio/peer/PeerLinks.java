package io.tapio.peer;

import io.tapio.loop.EventLoop;
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
 * The usual way between members: sockets of the quorum port.
 *
 * <p>To be spawned on the dispatcher {@code tapio.loop}. Binds at once and tells how that went;
 * stops if it failed. The {@link PeerPort} it keeps running lives and dies with this actor.
 */
public final class PeerLinks extends AbstractMatchingBehavior<Object> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.peer");

    private record Tried(PeerTransport.Binding binding) {}

    private record Ended(@Nullable Throwable failure) {}

    private final ActorRef<? super PeerTransport.Binding> opener;
    private final PeerPort.Running port;
    private @Nullable ActorRef<? super PeerTransport.Stopped> stopper;
    private boolean failed; // binding did

    /** Links that tell {@code events} what happens, and nobody whether the port could be had. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings, Supply supply, ActorRef<PeerTransport.Event> events) {
        return Behaviors.setup(
                context -> create(settings, supply, events, context.getSystem().ignoreRef()));
    }

    /** Links that tell {@code opener} once how binding went. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        return create(settings, supply, Whereabouts.usual(), events, opener);
    }

    /** Links to members that are found as {@code places} says. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            Whereabouts places,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        PeerPort stage = new PeerPort(settings, supply, places);
        return Behaviors.setup(
                        (ActorContext<Object> context) ->
                                new PeerLinks(context, stage, events, opener))
                .narrow();
    }

    private PeerLinks(
            ActorContext<Object> context,
            PeerPort stage,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        super(context);
        this.opener = opener;
        Pair<PeerPort.Running, CompletionStage<Done>> running =
                Source.fromGraph(stage)
                        .toMat(Sink.foreach(events::tell), Keep.both())
                        .withAttributes(ActorAttributes.dispatcher(EventLoop.DISPATCHER))
                        .run(Materializer.createMaterializer(context));
        port = running.first();
        context.pipeToSelf(
                port.binding(),
                (binding, failure) -> binding != null ? new Tried(binding) : new Ended(failure));
        context.pipeToSelf(running.second(), (done, failure) -> new Ended(failure));
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        return switch (message) {
            case PeerTransport.Stop stop -> {
                stopper = stop.replyTo();
                port.stop();
                yield this;
            }
            case PeerTransport.Command command -> {
                port.tell(command);
                yield this;
            }
            case Tried tried -> onTried(tried.binding());
            case Ended ended -> onEnded(ended.failure());
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Object> onTried(PeerTransport.Binding binding) {
        switch (binding) {
            case PeerTransport.Binding.Bound bound ->
                    LOG.info("listening to members {}", bound.addresses());
            case PeerTransport.Binding.Failed no -> {
                failed = true;
                LOG.error("cannot listen to members at {}: {}", no.address(), no.cause());
            }
        }
        opener.tell(binding);
        return this;
    }

    private Behavior<Object> onEnded(@Nullable Throwable failure) {
        if (stopper == null && !failed) {
            throw new IllegalStateException("the port for members ended by itself", failure);
        }
        if (stopper != null) stopper.tell(PeerTransport.Stopped.STOPPED);
        return Behaviors.stopped();
    }
}
