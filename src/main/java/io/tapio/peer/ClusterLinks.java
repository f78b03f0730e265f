package io.tapio.peer;

import io.tapio.loop.EventLoop;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The other way between members: plain messages between actor systems, which listen at the quorum
 * ports.
 *
 * <p>To be spawned on the dispatcher {@code tapio.loop}. Promises what {@link PeerTransport} says
 * though such messages may get lost; but a dead process is noticed by its silence only. Opens its
 * {@link PostOffice} at once and tells how that went; stops if it failed. What it is told meanwhile
 * is done when it is open.
 */
public final class ClusterLinks extends AbstractMatchingBehavior<Object> {

    private record Fire(Runnable call) {}

    private enum Sweep {
        SWEEP
    }

    private record Opened(PostOffice office) {}

    private record NotOpened(Throwable cause) {}

    private final PeerSettings settings;
    private final ActorRef<? super PeerTransport.Binding> opener;
    private final CompletableFuture<PostOffice> opening;
    private final List<PeerTransport.Command> early = new ArrayList<>();
    private boolean isOpen;
    private final Switchboard switchboard;
    private final TelegramRoom room;
    private final Exchange exchange;

    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings, Supply supply, ActorRef<PeerTransport.Event> events) {
        return Behaviors.setup(
                context -> create(settings, supply, events, context.getSystem().ignoreRef()));
    }

    /** Links that tell {@code opener} once how it went to open the post office. */
    public static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        return create(settings, supply, ActorRef::tell, events, opener);
    }

    static Behavior<PeerTransport.Command> create(
            PeerSettings settings,
            Supply supply,
            TelegramRoom.Post post,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        return Behaviors.setup(
                        (ActorContext<Object> context) ->
                                Behaviors.withTimers(
                                        timers ->
                                                new ClusterLinks(
                                                        context, timers, settings, supply, post,
                                                        events, opener)))
                .narrow();
    }

    private ClusterLinks(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            PeerSettings settings,
            Supply supply,
            TelegramRoom.Post post,
            ActorRef<PeerTransport.Event> events,
            ActorRef<? super PeerTransport.Binding> opener) {
        super(context);
        this.settings = settings;
        this.opener = opener;
        EventLoop loop = EventLoop.current();
        Desk desk = new Desk(settings, loop::nowMs);
        room = new TelegramRoom(desk, loop, post);
        switchboard = new Switchboard(timers, events);
        exchange = new Exchange(desk, supply, switchboard);
        Duration interval = Duration.ofMillis(room.clock().intervalMs());
        timers.startTimerWithFixedDelay(Sweep.SWEEP, interval);
        opening = open(context, settings);
        context.pipeToSelf(
                opening,
                (office, failure) ->
                        office != null
                                ? new Opened(office)
                                : new NotOpened(Objects.requireNonNull(failure)));
    }

    private static CompletableFuture<PostOffice> open(
            ActorContext<Object> context, PeerSettings settings) {
        ActorRef<Telegram> receiver = context.getSelf().narrow();
        var waiting = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return PostOffice.open(settings, receiver);
                    } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                    }
                },
                waiting);
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        try {
            return switch (message) {
                case Opened opened -> opened(opened.office());
                case NotOpened failed -> notOpened(failed.cause());
                case PeerTransport.Command command when !isOpen -> {
                    early.add(command);
                    yield this;
                }
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

    private Behavior<Object> opened(PostOffice office) {
        switchboard.useOffice(office);
        isOpen = true;
        opener.tell(new PeerTransport.Binding.Bound(settings.listen()));
        early.forEach(this::onMessage); // before what has come since
        early.clear();
        return this;
    }

    private Behavior<Object> notOpened(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        String reason = String.valueOf(deepest.getMessage());
        opener.tell(new PeerTransport.Binding.Failed(settings.listen().getFirst(), reason));
        return Behaviors.stopped();
    }

    @Override
    public Behavior<Object> onSignal(Signal signal) {
        if (!(signal instanceof PostStop)) return Behaviors.unhandled();

        var unused = opening.thenAccept(PostOffice::close); // it may be just about to open
        return this;
    }

    /** Finds members by their addresses, and hands telegrams to the lines they belong to. */
    private final class Switchboard implements Exchange.Stage, Timers {
        private final TimerScheduler<Object> scheduler;
        private final ActorRef<PeerTransport.Event> events;
        private @Nullable PostOffice office; // once it is open
        private final Map<ServerId, ActorRef<Telegram>> known = new HashMap<>();
        private final Map<UUID, TelegramAttempt> attempts = new HashMap<>();
        private boolean open; // others may call

        Switchboard(TimerScheduler<Object> scheduler, ActorRef<PeerTransport.Event> events) {
            this.scheduler = scheduler;
            this.events = events;
        }

        void useOffice(PostOffice opened) {
            office = opened;
        }

        private PostOffice office() {
            return Invariant.present(office, "nothing is sent before it is open");
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

            ActorRef<Telegram> caller = office().find(call.replyTo());
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
            return office().at(Invariant.present(settings.members().get(member), "a member"));
        }

        @Override
        public Attempt attempt(Neighbour to, Dial dial) {
            String host = to.endpoint().host();
            TelegramAttempt attempt =
                    new TelegramAttempt(
                            room, this, reference(to.id()), office().address(), host, dial);
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
