package io.tapio.cluster;

import static java.util.stream.Collectors.toSet;

import io.tapio.model.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one actor in the cluster's own actor system: talks with its like on the other members,
 * carries out the {@link JoinPlan}, and tells its owner what it sees.
 */
final class ClusterDesk extends AbstractMatchingBehavior<ClusterDesk.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.cluster");
    private static final Set<MemberStatus> UP = Set.of(MemberStatus.up(), MemberStatus.weaklyUp());
    private static final Set<MemberStatus> STAYING =
            Set.of(MemberStatus.joining(), MemberStatus.weaklyUp(), MemberStatus.up());
    private static final String NAME = "desk";
    static final Duration TICK = Duration.ofSeconds(1).dividedBy(JoinPlan.SECOND);

    sealed interface Command permits Contact, InStep, Looking, Tick {}

    /** An epoch of this leader is established, and this member is in it. */
    record InStep(ServerId leader) implements Command {}

    record Looking() implements Command {}

    private record Tick() implements Command {}

    /** Who started this actor system, and can start another one. */
    interface Owner {
        void saw(ClusterFigures figures);

        void startOver(String reason);
    }

    private final ClusterSettings settings;
    private final Cluster cluster;
    private final Owner owner;
    private final Incarnation self;
    private final JoinPlan plan;
    private final Map<ServerId, ActorRef<Contact>> others;

    private ClusterFigures figures;
    private boolean wasJoined;
    private boolean ending;

    /** The root of the actor system; rubbish from outside is dropped, here and at the desk. */
    static Behavior<Command> guardian(
            ClusterSettings settings, int restarts, Duration tick, Owner owner) {
        Behavior<Command> desk =
                Behaviors.setup(
                        context ->
                                Behaviors.withTimers(
                                        timers ->
                                                new ClusterDesk(
                                                        context, timers, settings, restarts, tick,
                                                        owner)));
        return unshaken(
                Behaviors.setup(
                        context -> {
                            ActorRef<Command> ref = context.spawn(unshaken(desk), NAME);
                            return Behaviors.receiveMessage(
                                    command -> {
                                        ref.tell(command);
                                        return Behaviors.same();
                                    });
                        }));
    }

    private static Behavior<Command> unshaken(Behavior<Command> behavior) {
        return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
    }

    private ClusterDesk(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterSettings settings,
            int restarts,
            Duration tick,
            Owner owner) {
        super(context);
        this.settings = settings;
        this.owner = owner;
        cluster = Cluster.get(context.getSystem());
        self = new Incarnation(settings.self(), cluster.selfMember().uniqueAddress().longUid());
        plan = new JoinPlan(settings.self(), settings.members().size(), restarts);
        figures = ClusterFigures.none(Instant.now(), restarts);
        others = others(context, settings);
        timers.startTimerWithFixedDelay(new Tick(), tick);
    }

    /** By address alone, so that it is the member of the moment who gets what is said. */
    private static Map<ServerId, ActorRef<Contact>> others(
            ActorContext<Command> context, ClusterSettings settings) {
        var resolver = ActorRefResolver.get(context.getSystem());
        var others = new HashMap<ServerId, ActorRef<Contact>>();
        for (ServerId id : settings.members().keySet()) {
            if (!id.equals(settings.self())) {
                String path = settings.address(id) + "/user/" + NAME;
                others.put(id, resolver.resolveActorRef(path));
            }
        }
        return others;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Tick tick -> tick();
            case InStep(ServerId leader) -> {
                plan.inStepWith(leader);
                ask();
            }
            case Looking looking -> plan.looking();
            case Contact.Question question -> answer(question);
            case Contact.Answer answer when others.containsKey(answer.from()) -> {
                plan.heard(answer);
                carryOut(plan.next(stand(), nowMs()));
            }
            case Contact.Answer stranger -> {}
        }
        return this;
    }

    private void tick() {
        watch();
        Stand own = stand();
        wasJoined |= own.joined();
        if (cluster.isTerminated() || (wasJoined && !own.joined())) {
            String what = wasJoined ? "the cluster has removed it" : "it did not come up";
            carryOut(new JoinPlan.Step.StartOver(what));
            return;
        }
        if (plan.tick(own, nowMs())) ask();
        carryOut(plan.next(own, nowMs()));
    }

    private void ask() {
        var question = new Contact.Question(self.id(), nowMs());
        others.values().forEach(other -> other.tell(question));
    }

    private void answer(Contact.Question question) {
        ActorRef<Contact> asker = others.get(question.from());
        if (asker != null) asker.tell(new Contact.Answer(question.askedAtMs(), stand()));
    }

    private void carryOut(JoinPlan.Step step) {
        switch (step) {
            case JoinPlan.Step.Wait wait -> {}
            case JoinPlan.Step.Found found -> join(self.id());
            case JoinPlan.Step.Join(ServerId seed) -> join(seed);
            case JoinPlan.Step.StartOver(String reason) -> {
                if (!ending) owner.startOver(reason);
                ending = true;
            }
        }
    }

    /** Joining oneself is how a cluster is founded, and happens at once. */
    private void join(ServerId seed) {
        LOG.debug("member {} joins the cluster at member {}", self.id(), seed);
        cluster.manager().tell(Join.create(AddressFromURIString.parse(settings.address(seed))));
    }

    private Stand stand() {
        Set<Incarnation> members = new HashSet<>();
        for (Member member : cluster.state().getMembers()) {
            UniqueAddress address = member.uniqueAddress();
            boolean isSelf = address.equals(cluster.selfMember().uniqueAddress());
            if (!isSelf || STAYING.contains(member.status())) {
                memberAt(address.address())
                        .ifPresent(id -> members.add(new Incarnation(id, address.longUid())));
            }
        }
        boolean joined = members.contains(self);
        return new Stand(self, members, plan.seed(joined));
    }

    private static Optional<ServerId> memberAt(Address address) {
        return address.getHost().flatMap(MemberNames::idOf);
    }

    private void watch() {
        CurrentClusterState state = cluster.state();
        Set<ServerId> up = new HashSet<>();
        for (Member member : state.getMembers()) {
            if (UP.contains(member.status())) memberAt(member.address()).ifPresent(up::add);
        }
        Set<ServerId> unreachable = new HashSet<>();
        state.getUnreachable().forEach(m -> memberAt(m.address()).ifPresent(unreachable::add));
        var seen =
                new ClusterFigures(
                        stand().joined(),
                        up,
                        unreachable,
                        Optional.ofNullable(state.getLeader()).flatMap(ClusterDesk::memberAt),
                        plan.recent(nowMs()).stream().map(s -> s.self().id()).collect(toSet()),
                        Instant.now(),
                        figures.restarts());
        if (!seen.differsFrom(figures)) return;

        figures = seen;
        owner.saw(seen);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
