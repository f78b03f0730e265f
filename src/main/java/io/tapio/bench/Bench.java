package io.tapio.bench;

import io.tapio.bench.client.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Takes steps on one target, and clears away what that left there. */
final class Bench {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "/tapio-bench-";

    private final Target target;
    private final Settings settings;
    private final String root;
    private final SplittableRandom seeds;
    private Optional<Ground> ground = Optional.empty();

    Bench(Target target, Settings settings) {
        this.target = target;
        this.settings = settings;
        this.root = NAME + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        this.seeds = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    }

    Target target() {
        return target;
    }

    Settings settings() {
        return settings;
    }

    long seed() {
        return seeds.nextLong();
    }

    /** A connection for what is not measured. */
    Line line() throws IOException {
        return Line.open(target.host(0), PATIENCE);
    }

    /** A name that nothing else has, below no other. */
    String name(String what) {
        return root + "-" + what;
    }

    /** The znodes to work on, made when they are first asked for and known to every member. */
    Ground ground() throws IOException {
        if (ground.isPresent()) return ground.get();
        var fresh = new Ground(root, settings.nodes(), settings.size());
        try (var line = line()) {
            fresh.make(line);
            line.endSession();
        }
        for (var host : target.hosts()) {
            try (var line = Line.open(host, PATIENCE)) {
                fresh.sync(line);
                line.endSession();
            }
        }
        ground = Optional.of(fresh);
        return fresh;
    }

    Result take(Step step) throws IOException {
        return switch (step) {
            case Step.Load load ->
                    new Loading(this, step, load.op(), load.connections(), load.window()).run();
            case Step.Latency latency -> new Loading(this, step, latency.op(), 1, 1).run();
            case Step.Connect connect -> new Connecting(this, connect).run();
            case Step.FanOut fanOut -> new FanningOut(this, fanOut).run();
            case Step.Memory memory -> new Remembering(this, memory).run();
            case Step.FailOver failOver -> new FailingOver(this, failOver).run();
        };
    }

    /** The root of all that it made. */
    String root() {
        return root;
    }

    /** Takes away what it made. */
    void clear() throws IOException {
        if (ground.isEmpty()) return;
        try (var line = line()) {
            ground.get().clear(line);
            line.endSession();
        }
    }
}
