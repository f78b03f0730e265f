package io.tapio.peer;

import io.tapio.loop.EventLoop;
import io.tapio.model.ServerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The other way between members: plain messages between their actor systems, which must be able to
 * reach each other at the endpoints of the settings and have the same name.
 *
 * <p>To be spawned on the dispatcher {@code tapio.loop}, by the same path in all systems. Promises
 * what {@link PeerTransport} says though such messages may get lost; but a dead process is noticed
 * by its silence only. Needs {@code tapio-peer.conf}.
 */
public final class ClusterLinks extends AbstractMatchingBehavior<Object> {

    private record Fire(Runnable call) {}

    private enum Sweep {
        SWEEP
    }

    private final Switchboard switchboard;
    private final TelegramRoom room;
    private final Exchange exchange;

    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings, Supply supply, ActorRef<PeerTransport.Event> events) {
        return create(settings, supply, ActorRef::tell, events);
    }

    /** As the other; tells {@code opener} that the actor system, which is there, is the way. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        opener.tell(new PeerTransport.Binding.Bound(settings.listen()));
        return create(settings, supply, events);
    }

    static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            TelegramRoom.Post post,
            ActorRef<PeerTransport.Event> events) {
        return Behaviors.setup(
                        (ActorContext<Object> context) ->
                                Behaviors.withTimers(
                                        timers ->
                                                new ClusterLinks(
                                                        context, timers, settings, supply, post,
                                                        events)))
                .narrow();
    }

    private ClusterLinks(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            PeerSettings settings,
            Supply supply,
            TelegramRoom.Post post,
            ActorRef<PeerTransport.Event> events) {
        super(context);
        EventLoop loop = EventLoop.current();
        Desk desk = new Desk(settings, loop::nowMs);
        room = new TelegramRoom(desk, loop, post);
        switchboard = new Switchboard(timers, events);
        exchange = new Exchange(desk, supply, switchboard);
        Duration interval = Duration.ofMillis(room.clock().intervalMs());
        timers.startTimerWithFixedDelay(Sweep.SWEEP, interval);
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        try {
            return switch (message) {
                case PeerTransport.Stop stop -> {
                    exchange.stop(() -> switchboard.stopped(stop.replyTo()));
                    yield this;
                }
                case PeerTransport.Command command -> {
                    exchange.obey(command);
                    yield this;
                }
                case Telegram telegram -> {
                    switchboard.deliver(telegram);
                    yield this;
                }
                case Fire fire -> {
                    fire.call().run();
                    yield this;
                }
                case Sweep sweep -> {
                    room.sweep();
                    yield this;
                }
                case PeerTransport.Stopped stopped -> Behaviors.stopped();
                default -> Behaviors.unhandled();
            };
        } catch (RuntimeException e) {
            room.desk().counters().failed++;
            room.desk().lines().error("dealing with other members failed by our own mistake", e);
            return this;
        }
    }

    /** Finds members by their addresses, and hands telegrams to the lines they belong to. */
    private final class Switchboard implements Exchange.Stage, Timers {
        private final TimerScheduler<Object> scheduler;
        private final ActorRef<PeerTransport.Event> events;
        private final ActorRefResolver resolver;
        private final String here;
        private final Map<ServerId, ActorRef<Telegram>> known = new HashMap<>();
        private final Map<UUID, TelegramAttempt> attempts = new HashMap<>();
        private boolean open; // others may call

        Switchboard(TimerScheduler<Object> scheduler, ActorRef<PeerTransport.Event> events) {
            this.scheduler = scheduler;
            this.events = events;
            resolver = ActorRefResolver.get(getContext().getSystem());
            here = resolver.toSerializationFormat(getContext().getSelf());
        }

        void deliver(Telegram telegram) {
            TelegramAttempt waiting = attempts.get(telegram.link());
            if (waiting != null && telegram instanceof Telegram.Ack) {
                attempts.remove(telegram.link());
                waiting.answered();
            }
            room.line(telegram.link())
                    .ifPresentOrElse(line -> line.heard(telegram), () -> unknown(telegram));
        }

        private void unknown(Telegram telegram) {
            switch (telegram) {
                case Telegram.Open call -> called(call);
                case Telegram.Bye bye -> {}
                case Telegram.Piece piece -> denied(piece);
                case Telegram.Ack ack -> denied(ack);
            }
        }

        /** It belongs to a link of before we were started, or to one that we gave up. */
        private void denied(Telegram telegram) {
            if (!room.desk().settings().members().containsKey(telegram.from())) return;

            String reason = "it knows nothing of this link any more";
            room.send(
                    reference(telegram.from()),
                    new Telegram.Bye(telegram.link(), room.self(), reason));
        }

        private void called(Telegram.Open call) {
            if (!open) return; // it asks again

            ActorRef<Telegram> caller = resolver.resolveActorRef(call.replyTo());
            String host = caller.path().address().getHost().orElse("an unknown place");
            exchange.called(end -> answer(new TelegramLine(room, call.link(), caller, host, end)));
        }

        private TelegramLine answer(TelegramLine line) {
            line.opened();
            line.acknowledge();
            return line;
        }

        private ActorRef<Telegram> reference(ServerId member) {
            return known.computeIfAbsent(member, this::resolve);
        }

        private ActorRef<Telegram> resolve(ServerId member) {
            PeerSettings.Endpoint at = room.desk().settings().members().get(member);
            String system = getContext().getSystem().name();
            String path = getContext().getSelf().path().toStringWithoutAddress();
            return resolver.resolveActorRef("pekko://" + system + "@" + at + path);
        }

        @Override
        public Attempt attempt(Neighbour to, Dial dial) {
            String host = to.endpoint().host();
            TelegramAttempt attempt =
                    new TelegramAttempt(room, this, reference(to.id()), here, host, dial);
            attempts.put(attempt.id(), attempt);
            return new Attempt() {
                @Override
                public void begin() {
                    attempt.begin();
                }

                @Override
                public void cancel() {
                    attempts.remove(attempt.id());
                    attempt.cancel();
                }
            };
        }

        @Override
        public void emit(PeerTransport.Event event) {
            events.tell(event);
        }

        @Override
        public Timers timers() {
            return this;
        }

        @Override
        public void once(Runnable call, Duration delay) {
            scheduler.startSingleTimer(call, new Fire(call), delay);
        }

        @Override
        public void cancel(Runnable call) {
            scheduler.cancel(call);
        }

        @Override
        public void openDoor() {
            open = true;
        }

        @Override
        public void whenAllClosed(Runnable then) {
            room.whenEmpty(then);
        }

        void stopped(ActorRef<? super PeerTransport.Stopped> replyTo) {
            replyTo.tell(PeerTransport.Stopped.STOPPED);
            getContext().getSelf().tell(PeerTransport.Stopped.STOPPED);
        }
    }
}
