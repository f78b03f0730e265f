package io.tapio.peer;

import io.tapio.model.ServerId;
import io.tapio.zab.ZabMessage;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** All our links with all members: carries out what is commanded, and tells what happens. */
final class Exchange {
    private static final int MAX_CALLERS = 64; // that have not said who they are
    private static final Duration STOP_PATIENCE = Duration.ofMillis(500);

    /** What the stage does for the exchange. */
    interface Stage {
        void emit(PeerTransport.Event event);

        Timers timers();

        /** Brings a task from another thread to the loop. */
        void onLoop(Runnable task);

        Executor blocking();

        /** From now on others may call. */
        void openDoor();
    }

    private final WireRoom room;
    private final Supply supply;
    private final Stage stage;
    private final Doorkeeper doorkeeper;
    private final Map<ServerId, Neighbour> neighbours = new TreeMap<>();
    private final Set<Caller> callers = new LinkedHashSet<>();
    private Optional<ZabMessage.Notification> vote = Optional.empty();
    private boolean introduced; // we know who we are
    private boolean stopping;

    Exchange(WireRoom room, Supply supply, Lookup.Names names, Stage stage) {
        this.room = room;
        this.supply = supply;
        this.stage = stage;
        doorkeeper = new Doorkeeper(room.settings().self());
        room.settings()
                .members()
                .forEach(
                        (id, endpoint) -> {
                            if (!id.equals(room.settings().self())) {
                                neighbours.put(id, neighbour(id, endpoint, names));
                            }
                        });
    }

    private Neighbour neighbour(ServerId id, PeerSettings.Endpoint at, Lookup.Names names) {
        Lookup lookup = new Lookup(at.host(), names, stage.blocking(), stage::onLoop);
        return new Neighbour(this, id, at, lookup);
    }

    void obey(PeerTransport.Command command) {
        if (stopping) return;

        switch (command) {
            case PeerTransport.Connect connect -> connect(connect.leader());
            case PeerTransport.Disconnect(ServerId peer, String reason) ->
                    neighbour(peer).ifPresent(there -> there.disconnect(reason));
            case PeerTransport.Send(ServerId to, PeerMessage message) -> send(to, message);
            case PeerTransport.SendEntries entries ->
                    learner(entries.to())
                            .ifPresent(
                                    link ->
                                            link.sendEntries(
                                                    entries.kind(),
                                                    entries.after(),
                                                    entries.upTo()));
            case PeerTransport.SendSnapshot snapshot ->
                    learner(snapshot.to()).ifPresent(link -> link.sendSnapshot(snapshot.at()));
            case PeerTransport.Pause pause ->
                    learner(pause.peer()).ifPresent(link -> link.deaf(true));
            case PeerTransport.Resume resume ->
                    learner(resume.peer()).ifPresent(link -> link.deaf(false));
            case PeerTransport.Identity identity -> identify(identity);
            case PeerTransport.CurrentVote current -> vote = Optional.of(current.vote());
            case PeerTransport.Inspect inspect -> inspect.replyTo().tell(figures());
            case PeerTransport.Stop stop -> {} // the stage's own affair
        }
    }

    private Optional<Neighbour> neighbour(ServerId id) {
        return Optional.ofNullable(neighbours.get(id));
    }

    private Optional<LearnerLink> learner(ServerId id) {
        return neighbour(id).flatMap(Neighbour::learner);
    }

    private void connect(ServerId leader) {
        Optional<Neighbour> there = neighbour(leader);
        if (there.isEmpty()) emit(new PeerTransport.Down(leader, "it is not configured"));
        else there.get().connect();
    }

    private void send(ServerId to, PeerMessage message) {
        if (message instanceof PeerMessage.Said(ZabMessage.Notification notification)) {
            neighbour(to).ifPresent(there -> there.votes().send(notification));
        } else {
            learner(to).ifPresent(link -> link.send(message));
        }
    }

    private void identify(PeerTransport.Identity identity) {
        doorkeeper.weAre(identity.cluster(), identity.journal());
        if (introduced) {
            neighbours.values().forEach(this::dropIfForeign);
        } else {
            introduced = true;
            stage.openDoor();
            neighbours.values().forEach(there -> there.votes().dial());
        }
    }

    private void dropIfForeign(Neighbour there) {
        for (Met met : there.met()) {
            Optional<String> objection =
                    doorkeeper.objectionToCluster(there.id(), met.greeting().cluster());
            if (objection.isPresent()) {
                count(objection.get());
                there.refuse(objection.get());
                return;
            }
        }
    }

    private PeerFigures figures() {
        return room.counters().figures(neighbours.values().stream().map(Neighbour::view).toList());
    }

    // Those who call us.

    void accepted(SocketChannel channel) {
        if (callers.size() >= MAX_CALLERS) callers.iterator().next().close();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Caller caller = new Caller(this, channel, channel.getRemoteAddress().toString());
            callers.add(caller);
            room.counters().accepted++;
            open(caller);
        } catch (IOException e) {
            WireRoom.closeQuietly(channel); // it went away before we had it
        }
    }

    private void open(Caller caller) throws IOException {
        try {
            caller.open(settings().patience().dial());
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    void forget(Caller caller) {
        callers.remove(caller);
    }

    void greeted(Wire wire, Word.Greeting greeting) {
        @Nullable Neighbour from = neighbours.get(greeting.from());
        Optional<String> objection = doorkeeper.objectionToCall(from, greeting);
        if (objection.isPresent() || from == null) {
            refuse(wire, objection.orElse("it is not known"));
            return;
        }
        wire.put(greeting(greeting.kind(), from.id()));
        heardVote(from.id(), greeting);
        from.called(new Met(wire, greeting));
    }

    /** Tells the other side why it is not wanted, and notes it down. */
    void refuse(Wire wire, String objection) {
        count(objection + " (refused, from " + wire.host() + ")");
        wire.leave(objection);
    }

    private void count(String line) {
        room.counters().refused++;
        room.lines().warn(line, 60_000);
    }

    Word.Greeting greeting(LinkKind kind, ServerId to) {
        return new Word.Greeting(
                kind, doorkeeper.cluster(), settings().self(), to, doorkeeper.journal(), vote);
    }

    void heardVote(ServerId from, Word.Greeting greeting) {
        greeting.vote().ifPresent(said -> heard(from, new PeerMessage.Said(said)));
    }

    void heard(ServerId from, PeerMessage message) {
        emit(new PeerTransport.Received(from, message));
    }

    void emit(PeerTransport.Event event) {
        if (!stopping) stage.emit(event);
    }

    /** Says farewell to all; {@code then} is run when all links are closed. */
    void stop(Runnable then) {
        stopping = true;
        String reason = "member " + settings().self() + " stops";
        Set.copyOf(callers).forEach(Caller::close);
        neighbours.values().forEach(there -> there.close(reason));
        Runnable finish = once(then);
        room.whenEmpty(finish);
        stage.timers().once(finish, STOP_PATIENCE);
    }

    private Runnable once(Runnable then) {
        return new Runnable() {
            private boolean done;

            @Override
            public void run() {
                if (done) return;

                done = true;
                stage.timers().cancel(this);
                then.run();
            }
        };
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Timers timers() {
        return stage.timers();
    }

    WireRoom room() {
        return room;
    }

    Supply supply() {
        return supply;
    }

    PeerSettings settings() {
        return room.settings();
    }
}
