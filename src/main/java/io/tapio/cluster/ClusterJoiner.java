package io.tapio.cluster;

import io.tapio.model.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this member into the cluster of its ensemble, and back into it, at Zab's word only.
 *
 * <p>The cluster runs in an actor system of its own, because Pekko lets none that has left a
 * cluster enter one again: to get off an island, or past the ghosts of members that are gone, the
 * actor system ends and another begins. The house and its clients notice nothing. It begins when
 * the first epoch is established, so that it does not delay a start.
 */
public final class ClusterJoiner extends AbstractMatchingBehavior<ClusterJoiner.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("tapio.cluster");
    private static final Duration RETRY = Duration.ofSeconds(10);

    public sealed interface Command {}

    /** An epoch of this leader is established, and this member leads or follows it. */
    public record Established(int epoch, ServerId leader) implements Command {}

    /** This member is in no established epoch any more. */
    public record Looking() implements Command {}

    public record Report(ActorRef<ClusterFigures> replyTo) implements Command {}

    /** End the cluster's actor system, then this actor; others see this member out of reach. */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    public record Stopped() {}

    private record Started(ActorSystem<ClusterDesk.Command> system) implements Command {}

    private record NotStarted(Throwable cause) implements Command {}

    private record Ended(ActorSystem<ClusterDesk.Command> system) implements Command {}

    private record Begin() implements Command {}

    private record Saw(int begun, ClusterFigures figures) implements Command {}

    private record StartOver(int begun, String reason) implements Command {}

    private final TimerScheduler<Command> timers;
    private final ClusterSettings settings;
    private final Duration tick;
    private final Executor waiting;

    private Optional<ServerId> leader = Optional.empty();
    private Optional<ActorSystem<ClusterDesk.Command>> system = Optional.empty();
    private Optional<ActorRef<Stopped>> stopper = Optional.empty();
    private ClusterFigures figures = ClusterFigures.none(Instant.now(), 0);
    private CompletableFuture<ActorSystem<ClusterDesk.Command>> underway =
            new CompletableFuture<>();
    private boolean beginning;
    private boolean toldOfObstacle;
    private int begun;
    private int restarts;

    public static Behavior<Command> create(ClusterSettings settings) {
        return create(settings, ClusterDesk.TICK);
    }

    /** One that thinks faster or slower than others do. */
    static Behavior<Command> create(ClusterSettings settings, Duration tick) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> new ClusterJoiner(context, timers, settings, tick)));
    }

    private ClusterJoiner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterSettings settings,
            Duration tick) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.tick = tick;
        waiting = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Established(int epoch, ServerId newLeader) -> {
                leader = Optional.of(newLeader);
                tellDesk();
                begin();
                yield this;
            }
            case Looking looking -> {
                leader = Optional.empty();
                tellDesk();
                yield this;
            }
            case Report(ActorRef<ClusterFigures> replyTo) -> {
                replyTo.tell(figures);
                yield this;
            }
            case Begin again -> {
                begin();
                yield this;
            }
            case Started(ActorSystem<ClusterDesk.Command> started) -> started(started);
            case NotStarted(Throwable cause) -> notStarted(cause);
            case Saw(int by, ClusterFigures seen) -> saw(by, seen);
            case StartOver(int by, String reason) -> startOver(by, reason);
            case Ended(ActorSystem<ClusterDesk.Command> ended) -> ended(ended);
            case Stop(ActorRef<Stopped> replyTo) -> stop(replyTo);
        };
    }

    private void tellDesk() {
        ClusterDesk.Command word =
                leader.<ClusterDesk.Command>map(ClusterDesk.InStep::new)
                        .orElseGet(ClusterDesk.Looking::new);
        system.ifPresent(desk -> desk.tell(word));
    }

    private void begin() {
        if (beginning || system.isPresent() || stopper.isPresent()) return;

        beginning = true;
        int number = ++begun;
        int restartsSoFar = restarts;
        ActorRef<Command> self = getContext().getSelf();
        var owner =
                new ClusterDesk.Owner() {
                    @Override
                    public void saw(ClusterFigures seen) {
                        self.tell(new Saw(number, seen));
                    }

                    @Override
                    public void startOver(String reason) {
                        self.tell(new StartOver(number, reason));
                    }
                };
        underway = CompletableFuture.supplyAsync(() -> start(restartsSoFar, owner), waiting);
        getContext()
                .pipeToSelf(
                        underway,
                        (started, failed) ->
                                failed == null ? new Started(started) : new NotStarted(failed));
    }

    private ActorSystem<ClusterDesk.Command> start(int restartsSoFar, ClusterDesk.Owner owner) {
        Optional<String> obstacle = ElectionPort.obstacle(settings);
        if (obstacle.isPresent()) throw new Obstacle(obstacle.get());

        return ActorSystem.create(
                ClusterDesk.guardian(settings, restartsSoFar, tick, owner),
                settings.name(),
                settings.config());
    }

    private Behavior<Command> started(ActorSystem<ClusterDesk.Command> started) {
        beginning = false;
        system = Optional.of(started);
        getContext().pipeToSelf(started.getWhenTerminated(), (done, failed) -> new Ended(started));
        if (stopper.isPresent()) started.terminate();
        toldOfObstacle = false;
        tellDesk();
        return this;
    }

    /** Clients can be served without; so we go on trying. */
    private Behavior<Command> notStarted(Throwable cause) {
        beginning = false;
        if (stopper.isPresent()) return stopped();

        if (!toldOfObstacle) {
            LOG.warn("the cluster is not seen from here, for now: {}", root(cause).getMessage());
        }
        toldOfObstacle = true;
        timers.startSingleTimer(new Begin(), RETRY);
        return this;
    }

    private static Throwable root(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return deepest;
    }

    /** Asked beforehand, because Pekko answers with a page of its own insides. */
    private static final class Obstacle extends RuntimeException {
        private static final long serialVersionUID = 1;

        Obstacle(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private Behavior<Command> saw(int by, ClusterFigures seen) {
        if (by != begun) return this;

        boolean isNews =
                !seen.up().equals(figures.up())
                        || !seen.unreachable().equals(figures.unreachable());
        if (isNews) LOG.info("cluster up={} unreachable={}", seen.up(), seen.unreachable());
        figures = seen;
        return this;
    }

    private Behavior<Command> startOver(int by, String reason) {
        if (by != begun || system.isEmpty()) return this;

        restarts++;
        LOG.warn("this member's part of the cluster starts over: {}", reason);
        system.get().terminate();
        return this;
    }

    /** Asked for or not, it begins anew; if it was not, after a while. */
    private Behavior<Command> ended(ActorSystem<ClusterDesk.Command> ended) {
        if (system.filter(ended::equals).isEmpty()) return this;

        system = Optional.empty();
        figures = ClusterFigures.none(Instant.now(), restarts);
        if (stopper.isPresent()) return stopped();

        timers.startSingleTimer(new Begin(), Duration.ofSeconds(1));
        return this;
    }

    private Behavior<Command> stop(ActorRef<Stopped> replyTo) {
        stopper = Optional.of(replyTo);
        if (system.isEmpty() && !beginning) return stopped();

        system.ifPresent(ActorSystem::terminate);
        return this;
    }

    private Behavior<Command> stopped() {
        stopper.ifPresent(replyTo -> replyTo.tell(new Stopped()));
        return Behaviors.stopped();
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (!(signal instanceof PostStop)) return Behaviors.unhandled();

        system.ifPresent(ActorSystem::terminate);
        // It may be just about to begin.
        underway =
                underway.whenComplete(
                        (late, failed) -> {
                            if (failed == null) late.terminate();
                        });
        return this;
    }
}
