package io.tapio;

import io.tapio.admin.FourLetterWords;
import io.tapio.admin.ProposalSizes;
import io.tapio.admin.Role;
import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;
import io.tapio.cluster.ClusterJoiner;
import io.tapio.config.TapioConfig;
import io.tapio.ensemble.Member;
import io.tapio.ensemble.Office;
import io.tapio.front.Binding;
import io.tapio.front.ClientListener;
import io.tapio.front.Lobby;
import io.tapio.log.Log;
import io.tapio.loop.EventLoop;
import io.tapio.model.ServerId;
import io.tapio.model.SessionId;
import io.tapio.peer.PeerTransport;
import io.tapio.replica.Replica;
import io.tapio.replica.SnapshotTaker;
import io.tapio.session.Session;
import io.tapio.session.SessionFigures;
import io.tapio.session.Sessions;
import io.tapio.state.Access;
import io.tapio.state.RecoveringState;
import io.tapio.state.ReplicatedState;
import io.tapio.state.SessionRules;
import io.tapio.state.StateSettings;
import io.tapio.watch.WatchManager;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor at the root: builds the rooms floor by floor, opens the client port, and takes the
 * house down in order.
 */
final class House extends AbstractMatchingBehavior<House.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio");

    sealed interface Command {}

    /** Finish what is in flight, close the log and the port, then end. */
    record Stop() implements Command {}

    /** For the owner of the state. */
    record ToReplica(Replica.Command command) implements Command {}

    private record Bound(Binding binding) implements Command {}

    record Serving(Office office) implements Command {}

    record Looking(String reason) implements Command {}

    /** For want of a leader, clients that ask for no more may read. */
    private record ReadOnly(SessionId lastCreated) implements Command {}

    /** What the replica had in this office, the {@code number}-th. */
    private record Counted(
            long number, Office office, SessionId lastCreated, int sessions, int znodes)
            implements Command {}

    /** How it went to listen to the other members. */
    private record PeersBound(PeerTransport.Binding binding) implements Command {}

    record Failed(Outage outage) implements Command {}

    /** Something of the log, for those who answer operators. */
    record News(FourLetterWords.Command news) implements Command {}

    private record MemberStopped() implements Command {}

    private record PortStopped() implements Command {}

    /** What the one who started the house waits for. */
    record Signals(
            CompletableFuture<List<InetSocketAddress>> bound,
            CompletableFuture<Boolean> serving,
            CompletableFuture<Outage> failed) {
        static Signals fresh() {
            return new Signals(
                    new CompletableFuture<>(),
                    new CompletableFuture<>(),
                    new CompletableFuture<>());
        }
    }

    private static final DispatcherSelector LOOP =
            DispatcherSelector.fromConfig(EventLoop.DISPATCHER);
    private final Signals signals;
    private final Surroundings surroundings;
    private final ActorRef<Sessions.Command> sessions;
    private final ActorRef<Replica.Command> replica;
    private final ActorRef<Member.Command> member;
    private final ActorRef<FourLetterWords.Command> words;
    private final ActorRef<ClientListener.Command> listener;
    private final ActorRef<ClusterJoiner.Command> cluster;
    private final boolean alone;
    private boolean hasLeader;
    private boolean stopping; // under the next leader nobody is served for a moment only
    private final EnsembleSettings ensemble;
    private long offices; // how often clients were to be served, or not any more

    static Behavior<Command> create(TapioConfig config, Signals signals) {
        return create(config, Surroundings.usual(), signals);
    }

    static Behavior<Command> create(
            TapioConfig config, Surroundings surroundings, Signals signals) {
        return Behaviors.setup(context -> new House(context, config, surroundings, signals));
    }

    private House(
            ActorContext<Command> context,
            TapioConfig config,
            Surroundings surroundings,
            Signals signals) {
        super(context);
        this.signals = signals;
        this.surroundings = surroundings;
        this.alone = config.ensemble().isEmpty();
        this.ensemble = new EnsembleSettings(config);
        this.cluster =
                alone || surroundings.isGuest()
                        ? context.getSystem().ignoreRef()
                        : context.spawn(ClusterJoiner.create(ensemble.cluster()), "cluster");
        var settings = new Settings(config);
        var access =
                new Access(
                        new AclCheck(config.access().skipAcl()), new AuthSchemes(settings.auth()));
        ActorRef<WatchManager.Command> watches =
                context.spawn(WatchManager.create(), "watches", LOOP);
        var proposals = new ProposalSizes();
        var corridor = new Corridor(watches, proposals, context.getSystem().ignoreRef());
        ActorRef<Command> self = context.getSelf();
        corridor.tellOfReadOnly(last -> self.tell(new ReadOnly(last)));
        replica = replica(context, settings.state(), access, ensemble.sessionRules(), corridor);
        member = member(context, settings);
        corridor.leadTo(member);
        var figures = new SessionFigures();
        sessions = sessions(context, settings, access, figures, ensemble.self());
        var door = new Door(sessions, context.getSystem().ignoreRef());
        var lobby = new Lobby(settings.front(), door);
        words =
                words(
                        context,
                        settings,
                        new FourLetterWords.Rooms(
                                replica,
                                watches,
                                member,
                                cluster,
                                lobby,
                                figures,
                                proposals,
                                surroundings.clock(),
                                () -> EventLoop.current().nowMs()));
        door.leadTo(words);
        listener = listener(context, config, lobby);
        // Memory that one of these no longer trusts is rebuilt from the journal, by a new process.
        List.of(watches, replica, member, sessions, listener).forEach(context::watch);
    }

    private ActorRef<Replica.Command> replica(
            ActorContext<Command> context,
            StateSettings state,
            Access access,
            SessionRules rules,
            Replica.Neighbours neighbours) {
        return context.spawn(
                Replica.create(
                        access,
                        rules,
                        neighbours,
                        surroundings.clock(),
                        Duration.ofMillis(state.tickTimeMs()),
                        new SnapshotTaker(
                                state.snapshotEveryTxns(),
                                state.snapshotEveryBytes(),
                                RandomGenerator.getDefault())),
                "replica",
                LOOP);
    }

    private ActorRef<Member.Command> member(ActorContext<Command> context, Settings settings) {
        var watcher = new MemberReports(context.getSelf());
        Member.LogStarter log =
                (inside, notices) ->
                        inside.spawn(
                                Log.create(
                                        settings.log(ensemble.self()),
                                        () ->
                                                new RecoveringState(
                                                        settings.state(), settings.members()),
                                        notices,
                                        surroundings.disk()),
                                "log",
                                Log.DISPATCHER);
        ActorRef<PeerTransport.Binding> bound =
                context.messageAdapter(PeerTransport.Binding.class, PeersBound::new);
        Member.PeersStarter peers =
                (inside, supply, events) ->
                        inside.spawn(
                                ensemble.links(surroundings.links(), supply, events, bound),
                                "peers",
                                LOOP);
        return context.spawn(
                Member.create(ensemble.place(), new Member.Rooms(log, peers, replica, watcher)),
                "member",
                LOOP);
    }

    private ActorRef<Sessions.Command> sessions(
            ActorContext<Command> context,
            Settings settings,
            Access access,
            SessionFigures figures,
            ServerId self) {
        StateSettings state = settings.state();
        var house =
                new Session.House(
                        replica,
                        member,
                        access.schemes(),
                        access.acls(),
                        state.minSessionTimeoutMs(),
                        state.maxSessionTimeoutMs(),
                        settings.repliesMaxBytes(),
                        figures,
                        () -> EventLoop.current().nowMs());
        return context.spawn(
                Sessions.create(house, self, surroundings.clock().millis()), "sessions", LOOP);
    }

    private static ActorRef<FourLetterWords.Command> words(
            ActorContext<Command> context, Settings settings, FourLetterWords.Rooms rooms) {
        // An answer that fails costs the one who asked, and nobody else.
        var words =
                Behaviors.supervise(FourLetterWords.create(settings.admin(), rooms))
                        .onFailure(SupervisorStrategy.resume());
        return context.spawn(words, "words", LOOP);
    }

    private static ActorRef<ClientListener.Command> listener(
            ActorContext<Command> context, TapioConfig config, Lobby lobby) {
        return context.spawn(
                ClientListener.create(
                        lobby,
                        config.listening().addresses(),
                        context.messageAdapter(Binding.class, Bound::new)),
                "client-port",
                LOOP);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Bound(Binding.Bound bound) -> {
                words.tell(new FourLetterWords.Listening(bound.addresses()));
                signals.bound().complete(bound.addresses());
            }
            case Bound(Binding.Failed failed) ->
                    fail(Outage.of(ClosedPort.describe(failed.address(), failed.cause())));
            case PeersBound(PeerTransport.Binding.Bound bound) ->
                    LOG.info("listening to the other members at {}", bound.addresses());
            case PeersBound(PeerTransport.Binding.Failed failed) ->
                    fail(Outage.of(ClosedPort.describe(failed.address(), failed.cause())));
            case Serving serving -> serve(serving.office());
            case Counted counted -> serve(counted);
            case ReadOnly(SessionId lastCreated) -> {
                if (hasLeader || stopping) break; // it has come meanwhile

                LOG.info("no leader: serving those who only read");
                words.tell(new FourLetterWords.RoleChanged(Role.READ_ONLY, 0));
                words.tell(new FourLetterWords.Serve(true));
                sessions.tell(new Sessions.ServeReadOnly(lastCreated));
                surroundings.news().accept(new Standing(Role.READ_ONLY, 0));
            }
            case Looking looking -> {
                hasLeader = false;
                offices++;
                if (!stopping) sessions.tell(new Sessions.Await());
                words.tell(new FourLetterWords.Serve(false));
                if (!alone) words.tell(new FourLetterWords.RoleChanged(Role.LOOKING, 0));
                cluster.tell(new ClusterJoiner.Looking());
                surroundings.news().accept(new Standing(Role.LOOKING, 0));
            }
            case ToReplica(Replica.Command told) -> replica.tell(told);
            case News(FourLetterWords.Command news) -> words.tell(news);
            case Failed failed -> fail(failed.outage());
            case Stop stop -> {
                stopping = true;
                words.tell(new FourLetterWords.Serve(false));
                sessions.tell(new Sessions.Refuse());
                cluster.tell(new ClusterJoiner.Stop(getContext().getSystem().ignoreRef()));
                member.tell(
                        new Member.Stop(
                                getContext()
                                        .messageAdapter(
                                                Member.Stopped.class, s -> new MemberStopped())));
            }
            case MemberStopped stopped ->
                    listener.tell(
                            new ClientListener.Stop(
                                    getContext()
                                            .messageAdapter(
                                                    ClientListener.Stopped.class,
                                                    s -> new PortStopped())));
            case PortStopped stopped -> {
                return Behaviors.stopped();
            }
        }
        return this;
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (!(signal instanceof Terminated ended)) return Behaviors.unhandled();

        if (signal instanceof ChildFailed broken) {
            // Behind what it may have said itself, which knows better.
            String reason = ended.getRef().path().name() + " failed: " + broken.cause();
            getContext().getSelf().tell(new Failed(Outage.of(reason)));
        }
        return this;
    }

    private void fail(Outage outage) {
        signals.failed().complete(outage); // the first one counts, others follow from it
    }

    /** The replica has applied all that was committed before, or is about to. */
    private void serve(Office office) {
        hasLeader = true;
        long now = ++offices;
        if (!alone) words.tell(new FourLetterWords.RoleChanged(role(office), office.epoch()));
        cluster.tell(new ClusterJoiner.Established(office.epoch(), office.leader()));
        ActorRef<Command> self = getContext().getSelf();
        replica.tell(
                new Replica.Inspect(
                        machine -> {
                            ReplicatedState state = machine.state();
                            self.tell(
                                    new Counted(
                                            now,
                                            office,
                                            state.sessions().lastCreated(),
                                            state.sessions().count(),
                                            state.tree().nodeCount()));
                        }));
    }

    private Standing standing(Office office) {
        return new Standing(alone ? Role.STANDALONE : role(office), office.leader().value());
    }

    private static Role role(Office office) {
        return switch (office.state()) {
            case LEADING -> Role.LEADER;
            case FOLLOWING -> Role.FOLLOWER;
            case OBSERVING -> Role.OBSERVER;
            case LOOKING -> Role.LOOKING;
        };
    }

    private void serve(Counted counted) {
        if (stopping || counted.number() != offices) return; // overtaken by the next election
        surroundings.news().accept(standing(counted.office()));
        if (!ensemble.serves(counted.office())) {
            LOG.info("clients are served by the other members, for leaderServes=no");
            sessions.tell(new Sessions.Refuse());
            words.tell(new FourLetterWords.LeadOnly());
            return;
        }
        LOG.info("serving sessions={} znodes={}", counted.sessions(), counted.znodes());
        sessions.tell(new Sessions.Serve(counted.lastCreated()));
        words.tell(new FourLetterWords.Serve(true));
        signals.serving().complete(true);
    }
}
