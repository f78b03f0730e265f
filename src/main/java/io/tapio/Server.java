package io.tapio;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tapio.config.TapioConfig;
import io.tapio.model.SessionId;
import io.tapio.replica.Replica;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Tapio server inside this process, from its start to its orderly end. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("tapio");
    private static final int STOP_PATIENCE_MS = 4_000;
    private static final int TERMINATION_PATIENCE_MS = 500;

    private final ActorSystem<House.Command> system;
    private final House.Signals signals;

    private Server(ActorSystem<House.Command> system, House.Signals signals) {
        this.system = system;
        this.signals = signals;
    }

    /**
     * Returns when clients are served, or, in an ensemble, when this member is there and looks for
     * the others; throws what stands in the way.
     */
    public static Server start(TapioConfig config) throws StartFailure {
        var outage = Preflight.outage(config);
        if (outage.isPresent()) throw new StartFailure(outage.get());

        return start(config, Surroundings.usual());
    }

    /** As {@link #start(TapioConfig)}, in a world of its own. */
    public static Server start(TapioConfig config, Surroundings surroundings) throws StartFailure {
        var signals = House.Signals.fresh();
        var server =
                new Server(
                        ActorSystem.create(
                                House.create(config, surroundings, signals),
                                "tapio",
                                hocon(config, surroundings)),
                        signals);
        server.awaitReady(config.ensemble().isEmpty());
        return server;
    }

    private static Config hocon(TapioConfig config, Surroundings surroundings) {
        var special = new HashMap<String, Object>();
        // Members count time in shorter ticks than a lone server needs.
        // A tick is also how long the end of a timer takes, and guests come and go.
        boolean finely = config.ensemble().isPresent() || surroundings.isGuest();
        if (finely) special.put("pekko.scheduler.tick-duration", "10ms");
        if (surroundings.isGuest()) {
            special.put("pekko.daemonic", true);
            special.put("pekko.jvm-exit-on-fatal-error", false);
        }
        Config usual = ConfigFactory.load(Server.class.getClassLoader(), "tapio");
        return ConfigFactory.parseMap(special).withFallback(usual);
    }

    private void awaitReady(boolean alone) throws StartFailure {
        var ready =
                alone
                        ? CompletableFuture.allOf(signals.bound(), signals.serving())
                        : signals.bound();
        CompletableFuture.anyOf(ready, signals.failed()).join();
        if (!signals.failed().isDone()) return;

        terminate();
        throw new StartFailure(signals.failed().join());
    }

    /** Completes when clients are served for the first time. */
    public CompletableFuture<Boolean> serving() {
        return signals.serving().copy();
    }

    /** Where clients are served, with the ports that were found for port 0. */
    public List<InetSocketAddress> addresses() {
        return signals.bound().join();
    }

    /** Completes, with the reason, when this server cannot go on and its process should end. */
    public CompletableFuture<String> failure() {
        return signals.failed().thenApply(Outage::reason);
    }

    /**
     * So much time passes at once, for sessions, containers and TTL znodes; whoever is connected is
     * taken to have been heard all along. Completes when what came of it is applied here.
     */
    public CompletableFuture<Boolean> elapse(Duration time) {
        var settled = new CompletableFuture<Boolean>();
        system.tell(new House.ToReplica(new Replica.Elapse(time, () -> settled.complete(true))));
        return settled;
    }

    /**
     * That session expires now, if this server is the one to say so. Completes when that is applied
     * here.
     */
    public CompletableFuture<Boolean> expire(SessionId session) {
        var settled = new CompletableFuture<Boolean>();
        system.tell(new House.ToReplica(new Replica.Expire(session, () -> settled.complete(true))));
        return settled;
    }

    /** What the server runs in, for whoever keeps it as a guest. */
    public ActorSystem<?> system() {
        return system;
    }

    /** Finishes what is in flight, closes the log, then the connections. */
    @Override
    public void close() {
        if (signals.failed().isDone()) {
            terminate();
            return;
        }
        system.tell(new House.Stop());
        if (!hasEnded(STOP_PATIENCE_MS)) {
            LOG.warn("not everything has ended after {} ms", STOP_PATIENCE_MS);
            terminate();
        }
    }

    /** Ends without any ceremony; what is not on disk was not acknowledged. */
    public void terminate() {
        system.terminate();
        if (!hasEnded(TERMINATION_PATIENCE_MS)) LOG.warn("some actors do not end");
    }

    private boolean hasEnded(int patienceMs) {
        try {
            system.getWhenTerminated().toCompletableFuture().get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return false;
        } catch (ExecutionException failed) {
            LOG.warn("ended badly: {}", String.valueOf(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
