package io.tapio.peer;

import io.tapio.model.ServerId;
import io.tapio.zab.ZabMessage;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All our links with all members: carries out what is commanded, and tells what happens. */
final class Exchange {
    private static final int MAX_CALLERS = 64; // that have not said who they are
    private static final Duration STOP_PATIENCE = Duration.ofMillis(500);

    /** What the stage does for the exchange. */
    interface Stage {
        void emit(PeerTransport.Event event);

        Timers timers();

        /** A way to open a line to that member. */
        Attempt attempt(Neighbour to, Dial dial);

        /** From now on others may call. */
        void openDoor();

        /** Tells when the last line is closed; at once if there is none. */
        void whenAllClosed(Runnable then);
    }

    private final Desk desk;
    private final Supply supply;
    private final Stage stage;
    private final Doorkeeper doorkeeper;
    private final Map<ServerId, Neighbour> neighbours = new TreeMap<>();
    private final Set<Caller> callers = new LinkedHashSet<>();
    private Optional<ZabMessage.Notification> vote = Optional.empty();
    private boolean introduced; // we know who we are
    private boolean stopping;

    Exchange(Desk desk, Supply supply, Stage stage) {
        this.desk = desk;
        this.supply = supply;
        this.stage = stage;
        doorkeeper = new Doorkeeper(desk.settings().self());
        desk.settings()
                .members()
                .forEach(
                        (id, endpoint) -> {
                            if (!id.equals(desk.settings().self())) {
                                neighbours.put(id, new Neighbour(this, id, endpoint));
                            }
                        });
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
        boolean renewed = !doorkeeper.journal().equals(identity.journal());
        doorkeeper.weAre(identity.cluster(), identity.journal());
        if (introduced && renewed) {
            String reason = "member " + settings().self() + " has another disk now";
            neighbours.values().forEach(there -> there.refuse(reason));
        } else if (introduced) {
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
        return desk.counters().figures(neighbours.values().stream().map(Neighbour::view).toList());
    }

    // Those who call us.

    /** Somebody has opened a line; those who do not say who they are have to make room. */
    void called(Line.Opening opening) {
        if (callers.size() >= MAX_CALLERS) callers.iterator().next().close();
        desk.counters().accepted++;
        Caller caller = new Caller(this, opening);
        callers.add(caller);
        caller.begin();
    }

    void forget(Caller caller) {
        callers.remove(caller);
    }

    void greeted(Line line, Word.Greeting greeting) {
        @Nullable Neighbour from = neighbours.get(greeting.from());
        Optional<String> objection = doorkeeper.objectionToCall(from, greeting);
        if (objection.isPresent() || from == null) {
            refuse(line, objection.orElse("it is not known"));
            return;
        }
        line.put(greeting(greeting.kind(), from.id()));
        heardVote(from.id(), greeting);
        from.called(new Met(line, greeting));
    }

    /** Tells the other side why it is not wanted, and notes it down. */
    void refuse(Line line, String objection) {
        count(objection + " (refused, from " + line.host() + ")");
        line.leave(objection);
    }

    private void count(String line) {
        desk.counters().refused++;
        desk.lines().warn(line, 60_000);
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
        stage.whenAllClosed(finish);
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

    Desk desk() {
        return desk;
    }

    Attempt attempt(Neighbour to, Dial dial) {
        return stage.attempt(to, dial);
    }

    Supply supply() {
        return supply;
    }

    PeerSettings settings() {
        return desk.settings();
    }
}
