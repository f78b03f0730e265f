package io.tapio.peer;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The usual way between members: sockets of the quorum port.
 *
 * <p>To be spawned on the dispatcher {@code tapio.loop}. Binds at once and tells how that went;
 * stops if it failed.
 */
public final class PeerLinks extends AbstractMatchingBehavior<PeerTransport.Command> {

    /** Links that tell {@code events} what happens, and nobody whether the port could be had. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings, Supply supply, ActorRef<PeerTransport.Event> events) {
        return Behaviors.setup(
                context -> new PeerLinks(context, settings, context.getSystem().ignoreRef()));
    }

    /** Links that tell {@code opener} once how binding went. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        return Behaviors.setup(context -> new PeerLinks(context, settings, opener));
    }

    private PeerLinks(
            ActorContext<PeerTransport.Command> context,
            PeerSettings settings,
            ActorRef<? super PeerTransport.Binding> opener) {
        super(context);
        opener.tell(new PeerTransport.Binding.Bound(settings.listen()));
    }

    @Override
    public Behavior<PeerTransport.Command> onMessage(PeerTransport.Command command) {
        if (command instanceof PeerTransport.Stop stop) {
            stop.replyTo().tell(PeerTransport.Stopped.STOPPED);
            return Behaviors.stopped();
        }
        return this;
    }
}
