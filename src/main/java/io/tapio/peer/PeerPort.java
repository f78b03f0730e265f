package io.tapio.peer;

import io.tapio.loop.EventLoop;
import io.tapio.loop.ReadyChannels;
import io.tapio.model.Invariant;
import io.tapio.model.ServerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The source of all that happens between this member and the others: owns all sockets of the quorum
 * port, listening, being dialled and connected.
 *
 * <p>Runs on an event loop's dispatcher, fused with what follows it. Commands enter by {@link
 * Running#tell}; events leave one by one; bytes are written once a turn. Completes when binding
 * failed or when the port was stopped.
 */
final class PeerPort
        extends AbstractGraphStageWithMaterializedValue<
                SourceShape<PeerTransport.Event>, PeerPort.Running> {
    private static final String BLOCKING = "pekko.actor.default-blocking-io-dispatcher";

    private final Outlet<PeerTransport.Event> out = Outlet.create("PeerPort.out");
    private final SourceShape<PeerTransport.Event> shape = SourceShape.of(out);
    private final PeerSettings settings;
    private final Supply supply;
    private final Whereabouts places;

    PeerPort(PeerSettings settings, Supply supply, Whereabouts places) {
        this.settings = settings;
        this.supply = supply;
        this.places = places;
    }

    /** A port at work, or trying to be. */
    interface Running {
        CompletionStage<PeerTransport.Binding> binding();

        void tell(PeerTransport.Command command);

        /** Says farewell to all; the stream completes when all links are closed. */
        void stop();
    }

    @Override
    public SourceShape<PeerTransport.Event> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Running> createLogicAndMaterializedValuePair(Attributes ignored) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private final class Logic extends TimerGraphStageLogic
            implements Running, Exchange.Stage, Timers {
        private final CompletableFuture<PeerTransport.Binding> binding = new CompletableFuture<>();
        private final AsyncCallback<Done> serve = createAsyncCallback(done -> serve());
        private final AsyncCallback<Runnable> tasks = createAsyncCallback(this::runGuarded);
        private final AsyncCallback<Done> pump = createAsyncCallback(done -> pump());
        private final ArrayDeque<PeerTransport.Event> events = new ArrayDeque<>();
        private final Map<ServerId, Lookup> lookups = new HashMap<>();
        private final List<PeerDoor> doors = new ArrayList<>();
        private final ReadyChannels ready =
                new ReadyChannels(() -> serve.invoke(Done.getInstance()));
        private boolean pumping; // a call is on its way
        private @Nullable WireRoom room; // from the stage's start on
        private @Nullable Exchange exchange;

        Logic() {
            super(shape);
            setHandler(
                    out,
                    new AbstractOutHandler() {
                        @Override
                        public void onPull() {
                            pushNext();
                        }
                    });
        }

        @Override
        public void preStart() {
            try {
                EventLoop loop = EventLoop.current();
                Desk desk = new Desk(settings, loop::nowMs);
                WireRoom opened = new WireRoom(desk, loop, ready);
                room = opened;
                exchange = new Exchange(desk, supply, this);
                PeerTransport.Binding result = bindAll(opened);
                if (result instanceof PeerTransport.Binding.Failed) completeStage();
                else sweepOften(opened);
                binding.complete(result);
            } catch (RuntimeException e) {
                binding.completeExceptionally(e);
                throw e;
            }
        }

        private PeerTransport.Binding bindAll(WireRoom into) {
            List<InetSocketAddress> bound = new ArrayList<>();
            for (InetSocketAddress address : settings.listen()) {
                try {
                    PeerDoor door = PeerDoor.bind(address, into, this, this::accepted);
                    doors.add(door);
                    bound.add(door.address());
                } catch (IOException | IllegalArgumentException e) {
                    closeDoors();
                    String cause = String.valueOf(e.getMessage());
                    return new PeerTransport.Binding.Failed(address, cause);
                }
            }
            return new PeerTransport.Binding.Bound(bound);
        }

        private void sweepOften(WireRoom of) {
            Duration interval = Duration.ofMillis(of.clock().intervalMs());
            scheduleWithFixedDelay((Runnable) of::sweep, interval, interval);
        }

        private Exchange exchange() {
            return Invariant.present(exchange, "the stage has started");
        }

        private WireRoom room() {
            return Invariant.present(room, "the stage has started");
        }

        private void accepted(SocketChannel channel) {
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                String host = Wire.hostOf(channel);
                exchange().called(end -> opened(new Wire(room(), channel, host, end)));
            } catch (IOException e) {
                WireRoom.closeQuietly(channel); // it went away before we had it
            }
        }

        private Wire opened(Wire wire) {
            wire.open();
            return wire;
        }

        // Called by the stream.

        private void serve() {
            ready.serve();
        }

        private void pump() {
            pumping = false;
            if (isAvailable(out)) pushNext();
        }

        private void pushNext() {
            PeerTransport.Event next = events.poll();
            if (next != null) push(out, next);
        }

        /** What one task throws must not cost all members their links. */
        private void runGuarded(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                if (room == null) throw e;
                room.desk().counters().failed++;
                room.desk()
                        .lines()
                        .error("dealing with other members failed by our own mistake", e);
            }
        }

        @Override
        public void onTimer(Object timer) {
            runGuarded((Runnable) timer);
        }

        private void closeDoors() {
            doors.forEach(PeerDoor::close);
            doors.clear();
        }

        @Override
        public void postStop() {
            closeDoors();
            if (room != null) room.closeAll();
        }

        // Called by the exchange.

        @Override
        public void emit(PeerTransport.Event event) {
            events.add(event);
            if (pumping) return;

            pumping = true;
            pump.invoke(Done.getInstance());
        }

        @Override
        public Timers timers() {
            return this;
        }

        @Override
        public void once(Runnable call, Duration delay) {
            scheduleOnce(call, delay);
        }

        @Override
        public void cancel(Runnable call) {
            cancelTimer(call);
        }

        @Override
        public Attempt attempt(Neighbour to, Dial dial) {
            Lookup lookup = lookups.computeIfAbsent(to.id(), id -> lookup(to));
            return new SocketAttempt(room(), lookup, to.endpoint(), dial);
        }

        private Lookup lookup(Neighbour of) {
            Executor blocking = materializer().system().dispatchers().lookup(BLOCKING);
            return new Lookup(() -> places.of(of.id(), of.endpoint()), blocking, tasks::invoke);
        }

        @Override
        public void whenAllClosed(Runnable then) {
            room().whenEmpty(then);
        }

        @Override
        public void openDoor() {
            for (PeerDoor door : doors) {
                try {
                    door.open();
                } catch (IOException e) {
                    failStage(e); // a port that hears nobody is worse than none
                }
            }
        }

        // Called by anyone.

        @Override
        public CompletionStage<PeerTransport.Binding> binding() {
            return binding;
        }

        @Override
        public void tell(PeerTransport.Command command) {
            tasks.invoke(() -> exchange().obey(command));
        }

        @Override
        public void stop() {
            tasks.invoke(
                    () -> {
                        closeDoors();
                        exchange().stop(() -> tasks.invoke(this::completeStage));
                    });
        }
    }
}
