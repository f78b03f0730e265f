package io.tapio.sim;

import io.tapio.testkit.sim.full.Failure;
import io.tapio.testkit.sim.full.Fault;
import io.tapio.testkit.sim.full.Meddler;
import io.tapio.testkit.sim.full.Plan;
import io.tapio.testkit.sim.full.Simulation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Many seeds, some at a time: each thread has a world of its own. */
final class Flight {
    private static final int FAILURES_MAX = 5;

    private final long first;
    private final int seeds;
    private final int threads;
    private final LongFunction<Plan> plans;
    private final AtomicLong next = new AtomicLong();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<String, Integer> crashes = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private long flown;
    private long committed;
    private long asked;
    private long begunNanos;

    private long virtualUs;

    Flight(long first, int seeds, int threads, LongFunction<Plan> plans) {
        this.first = first;
        this.seeds = seeds;
        this.threads = threads;
        this.plans = plans;
    }

    void fly() {
        begunNanos = System.nanoTime();
        var crew = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            crew.add(Thread.ofPlatform().name("simulation-" + i).start(this::work));
        }
        for (Thread each : crew) {
            try {
                each.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private void work() {
        for (long i = next.getAndIncrement(); i < seeds; i = next.getAndIncrement()) {
            if (failed() >= FAILURES_MAX) return;
            var world = new Simulation(plans.apply(first + i), Meddler.NOBODY);
            Failure failure = null;
            try {
                world.live();
            } catch (Failure found) {
                failure = found;
            }
            enter(world, failure);
        }
    }

    private synchronized int failed() {
        return failures.size();
    }

    private synchronized void enter(Simulation world, Failure failure) {
        flown++;
        committed += world.ledger().size();
        asked += world.asked();
        virtualUs += world.agenda().now();
        world.weather()
                .crashes()
                .forEach((cell, count) -> crashes.merge(cell, count, Integer::sum));
        world.weather().counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        if (failure != null) failures.add(failure);
    }

    Map<String, Integer> crashes() {
        return crashes;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    List<Failure> failures() {
        return failures;
    }

    String summary() {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        return "simulated %d seeds from %d in %.0f s (%.1f/s): %.0f virtual s, %d asked, %d committed, %d faults, %d failed"
                .formatted(
                        flown,
                        first,
                        seconds,
                        flown / seconds,
                        virtualUs / 1e6,
                        asked,
                        committed,
                        counts.values().stream().mapToInt(Integer::intValue).sum(),
                        failures.size());
    }
}
