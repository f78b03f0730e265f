package io.tapio.testkit;

import io.tapio.loop.EventLoop;
import io.tapio.model.ServerId;
import io.tapio.peer.PeerLinks;
import io.tapio.peer.PeerMessage;
import io.tapio.peer.PeerSettings;
import io.tapio.peer.PeerTransport;
import io.tapio.peer.Supply;
import io.tapio.zab.ZabMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A member's usual links with the others, which can be cut one by one: then the learner link goes
 * down, votes are lost, and nothing comes up before the cut is healed.
 */
final class CuttableLinks extends AbstractMatchingBehavior<Object> {
    private static final String REASON = "cut off by the test";

    private final AddressBook book;
    private final ServerId self;
    private final ActorRef<PeerTransport.Event> member;
    private final ActorRef<? super PeerTransport.Binding> opener;
    private final ActorRef<PeerTransport.Command> links;
    private final Set<ServerId> cutOff = new HashSet<>();
    private final Set<ServerId> linked = new HashSet<>(); // up, or being dialled

    static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            AddressBook book,
            Cuts cuts,
            ActorRef<PeerTransport.Event> member,
            ActorRef<? super PeerTransport.Binding> opener) {
        return Behaviors.setup(
                        (ActorContext<Object> context) -> {
                            cuts.join(settings.self().value(), context.getSelf());
                            return new CuttableLinks(
                                    context, settings, supply, book, member, opener);
                        })
                .narrow();
    }

    private CuttableLinks(
            ActorContext<Object> context,
            PeerSettings settings,
            Supply supply,
            AddressBook book,
            ActorRef<PeerTransport.Event> member,
            ActorRef<? super PeerTransport.Binding> opener) {
        super(context);
        this.book = book;
        this.self = settings.self();
        this.member = member;
        this.opener = opener;
        ActorRef<Object> ourselves = context.getSelf();
        this.links =
                context.spawn(
                        PeerLinks.create(
                                settings, supply, book, ourselves.narrow(), ourselves.narrow()),
                        "links",
                        DispatcherSelector.fromConfig(EventLoop.DISPATCHER));
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        switch (message) {
            case PeerTransport.Command command -> obey(command);
            case PeerTransport.Event event -> hear(event);
            case PeerTransport.Binding binding -> bound(binding);
            case Cuts.CutOff now -> cut(now);
            default -> {
                return Behaviors.unhandled();
            }
        }
        return this;
    }

    private void bound(PeerTransport.Binding binding) {
        if (binding instanceof PeerTransport.Binding.Bound bound) {
            book.enter(self, bound.addresses().getFirst());
        }
        opener.tell(binding);
    }

    private void obey(PeerTransport.Command command) {
        switch (command) {
            case PeerTransport.Connect(ServerId leader) -> {
                if (cutOff.contains(leader)) {
                    member.tell(new PeerTransport.Down(leader, REASON));
                    return;
                }
                linked.add(leader);
            }
            case PeerTransport.Disconnect(ServerId peer, String reason) -> linked.remove(peer);
            case PeerTransport.Send(ServerId to, PeerMessage said) -> {
                if (cutOff.contains(to)) return;
            }
            case PeerTransport.SendEntries entries -> {
                if (cutOff.contains(entries.to())) return;
            }
            case PeerTransport.SendSnapshot snapshot -> {
                if (cutOff.contains(snapshot.to())) return;
            }
            case PeerTransport.Pause pause -> {}
            case PeerTransport.Resume resume -> {}
            case PeerTransport.Identity identity -> {}
            case PeerTransport.CurrentVote vote -> {}
            case PeerTransport.Inspect inspect -> {}
            case PeerTransport.Stop stop -> {}
        }
        links.tell(command);
    }

    private void hear(PeerTransport.Event event) {
        switch (event) {
            case PeerTransport.Up up -> {
                if (cutOff.contains(up.peer())) {
                    links.tell(new PeerTransport.Disconnect(up.peer(), REASON));
                    return;
                }
                linked.add(up.peer());
            }
            case PeerTransport.Down down -> {
                if (!linked.remove(down.peer())) return; // has been told already
            }
            case PeerTransport.Received(ServerId from, PeerMessage message) -> {
                if (cutOff.contains(from)) return;
                // Nothing of a link that was cut may seem to come on the next one.
                if (!isVote(message) && !linked.contains(from)) return;
            }
            case PeerTransport.Progress progress -> {
                if (!linked.contains(progress.peer())) return;
            }
        }
        member.tell(event);
    }

    private static boolean isVote(PeerMessage message) {
        return message instanceof PeerMessage.Said(ZabMessage.Notification vote);
    }

    private void cut(Cuts.CutOff now) {
        cutOff.clear();
        now.others().forEach(other -> cutOff.add(new ServerId(other)));
        for (ServerId peer : List.copyOf(linked)) {
            if (!cutOff.contains(peer)) continue;

            linked.remove(peer);
            links.tell(new PeerTransport.Disconnect(peer, REASON));
            member.tell(new PeerTransport.Down(peer, REASON));
        }
        now.done().complete(true);
    }
}
