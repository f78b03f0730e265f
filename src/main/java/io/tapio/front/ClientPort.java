package io.tapio.front;

import io.tapio.loop.EventLoop;
import io.tapio.loop.ReadyChannels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * The source of all that the clients of one port send: owns the port's sockets, listening and
 * connected.
 *
 * <p>Runs on an event loop's dispatcher, fused with what follows it. The loop names the ready
 * sockets once a turn; each is served once; what a read brought is pushed as one element. Replies
 * take no part in the stream: they are written at the end of the turn. The stream completes when
 * binding failed or when the port was stopped and its last connection is gone.
 */
final class ClientPort
        extends AbstractGraphStageWithMaterializedValue<SourceShape<InBatch>, ClientPort.Running> {
    private final Outlet<InBatch> out = Outlet.create("ClientPort.out");
    private final SourceShape<InBatch> shape = SourceShape.of(out);
    private final Lobby lobby;
    private final List<InetSocketAddress> addresses;

    ClientPort(Lobby lobby, List<InetSocketAddress> addresses) {
        this.lobby = lobby;
        this.addresses = List.copyOf(addresses);
    }

    /** A port at work, or trying to be. */
    interface Running {
        CompletionStage<Binding> binding();

        /** Accepts no more, and closes each connection when its last replies are written. */
        void stop();
    }

    @Override
    public SourceShape<InBatch> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Running> createLogicAndMaterializedValuePair(Attributes ignored) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private enum Timer {
        SWEEP,
        ACCEPT_AGAIN
    }

    private final class Logic extends TimerGraphStageLogic implements Running {
        private final CompletableFuture<Binding> binding = new CompletableFuture<>();
        private final AsyncCallback<Done> serve = createAsyncCallback(done -> serve());
        private final AsyncCallback<Done> dismiss = createAsyncCallback(done -> dismiss());
        private final AsyncCallback<Done> finish = createAsyncCallback(done -> completeStage());
        private final ArrayDeque<InBatch> batches = new ArrayDeque<>();
        private final List<ListeningSocket> sockets = new ArrayList<>();
        private final ReadyChannels ready =
                new ReadyChannels(() -> serve.invoke(Done.getInstance()));
        private @Nullable ConnectionGroup group; // from the stage's start on

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
        public void preStart() throws IOException {
            try {
                ConnectionGroup opened =
                        new ConnectionGroup(lobby, EventLoop.current(), ready, batches::add);
                group = opened;
                Binding result = bindAll(opened);
                if (result instanceof Binding.Failed) completeStage();
                else start();
                binding.complete(result);
            } catch (IOException | RuntimeException e) {
                binding.completeExceptionally(e);
                throw e;
            }
        }

        private Binding bindAll(ConnectionGroup into) {
            List<InetSocketAddress> bound = new ArrayList<>();
            for (InetSocketAddress address : addresses) {
                try {
                    ListeningSocket socket =
                            ListeningSocket.open(address, into, this::pauseAccepting);
                    sockets.add(socket);
                    bound.add(socket.address());
                } catch (IOException | IllegalArgumentException e) {
                    closeSockets();
                    return new Binding.Failed(address, String.valueOf(e.getMessage()));
                }
            }
            return new Binding.Bound(bound);
        }

        private void start() throws IOException {
            for (ListeningSocket socket : sockets) {
                socket.register();
            }
            Duration interval = Duration.ofMillis(lobby.settings().patience().sweepMs());
            scheduleWithFixedDelay(Timer.SWEEP, interval, interval);
        }

        // Called by the stream.

        private void serve() {
            ready.serve();
            if (isAvailable(out)) pushNext();
        }

        private void pushNext() {
            InBatch next = batches.poll();
            if (next != null) push(out, next);
        }

        private void pauseAccepting() {
            sockets.forEach(ListeningSocket::pause);
            scheduleOnce(
                    Timer.ACCEPT_AGAIN,
                    Duration.ofMillis(lobby.settings().patience().acceptPauseMs()));
        }

        @Override
        public void onTimer(Object timer) {
            switch ((Timer) timer) {
                case SWEEP -> {
                    if (group != null) group.sweep();
                }
                case ACCEPT_AGAIN -> sockets.forEach(ListeningSocket::resume);
            }
        }

        private void dismiss() {
            closeSockets();
            if (group != null) group.dismissAll(() -> finish.invoke(Done.getInstance()));
        }

        private void closeSockets() {
            sockets.forEach(ListeningSocket::close);
            sockets.clear();
        }

        @Override
        public void postStop() {
            closeSockets();
            if (group != null) group.closeAll();
        }

        // Called by anyone.

        @Override
        public CompletionStage<Binding> binding() {
            return binding;
        }

        @Override
        public void stop() {
            dismiss.invoke(Done.getInstance());
        }
    }
}
