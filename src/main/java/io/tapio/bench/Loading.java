package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Job;
import io.tapio.bench.client.Line;
import io.tapio.bench.client.Lost;
import io.tapio.bench.client.Plan;
import io.tapio.bench.client.Pump;
import io.tapio.bench.client.Recorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Many operations of one kind on many connections, and afterwards a look at what is there. */
final class Loading {
    private static final double MOST_BUSY = 0.85;
    private static final double FULL = 0.97;
    private static final double DISTURBED = 0.5;
    private static final int SLICES_MIN = 20;
    private static final int SLICES_MAX = 60;

    /** What one thread brought home: what it recorded, and how busy it was, at most 1. */
    private record Share(Recorder recorder, double busy) {}

    private final Bench bench;
    private final Step step;
    private final Op op;
    private final int connections;
    private final int window;
    private final Complaints complaints = new Complaints();
    private final List<WriteJob> writers = new ArrayList<>();
    private final List<CreateJob> creators = new ArrayList<>();
    private final List<Pump> pumps = new ArrayList<>();

    Loading(Bench bench, Step step, Op op, int connections, int window) {
        this.bench = bench;
        this.step = step;
        this.op = op;
        this.connections = connections;
        this.window = window;
    }

    static int slices(Duration time) {
        return Math.clamp(time.toMillis() / 100, SLICES_MIN, SLICES_MAX);
    }

    Result run() throws IOException {
        var ground = bench.ground();
        try {
            open(ground);
            long versionsBefore = op.onlyReads() ? 0 : versions(ground);
            var result = measure();
            if (!op.onlyReads()) checkWhatIsThere(ground, versionsBefore);
            for (var pump : pumps) pump.closeSessions();
            clear();
            return result.build(complaints);
        } finally {
            pumps.forEach(Pump::close);
        }
    }

    private void open(Ground ground) throws IOException {
        int threads = Math.min(bench.settings().threads(), connections);
        for (int i = 0; i < threads; i++) pumps.add(Pump.of(complaints));
        for (int i = 0; i < connections; i++) {
            pumps.get(i % threads).open(bench.target().host(i), job(ground, i), window);
        }
        for (var pump : pumps) pump.awaitOpen(Bench.PATIENCE);
    }

    private Job job(Ground ground, int number) throws IOException {
        return switch (op) {
            case GET, EXISTS, CHILDREN -> new ReadJob(op, ground, bench.seed());
            case SET, MULTI -> writer(ground);
            case MIXED ->
                    new MixedJob(
                            bench.settings().reads(),
                            new ReadJob(Op.GET, ground, bench.seed()),
                            writer(ground),
                            bench.seed());
            case CREATE, CREATE_DELETE -> creator(ground, number);
        };
    }

    private WriteJob writer(Ground ground) {
        var job = new WriteJob(op == Op.MULTI, ground, bench.seed());
        writers.add(job);
        return job;
    }

    private CreateJob creator(Ground ground, int number) throws IOException {
        var parent = ground.child("/made-" + number);
        try (var line = bench.line()) {
            Ground.create(line, parent);
            line.endSession();
        }
        try (var line = Line.open(bench.target().host(number), Bench.PATIENCE)) {
            ground.sync(line);
            line.endSession();
        }
        var job = new CreateJob(parent, op == Op.CREATE_DELETE, bench.settings().size());
        creators.add(job);
        return job;
    }

    // ---- the measurement

    private ResultBuilder measure() throws IOException {
        var settings = bench.settings();
        int slices = slices(settings.time());
        var plan =
                Plan.startingNow(
                        settings.warmUp(), settings.time(), slices, settings.rate() / pumps.size());
        List<Share> shares = new ArrayList<>();
        var watch = Watch.over(plan, bench.target().pidsNow());
        try (var threads = Executors.newFixedThreadPool(pumps.size())) {
            List<Future<Share>> running = new ArrayList<>();
            for (var pump : pumps) running.add(threads.submit(() -> share(pump, plan)));
            for (var each : running) shares.add(await(each));
        }
        var effort = watch.effort();
        var recorders = shares.stream().map(Share::recorder).toList();
        long answered = recorders.stream().mapToLong(Recorder::answered).sum();
        var result =
                new ResultBuilder(step)
                        .recorded(recorders, slices, plan.sliceSeconds())
                        .done(answered, plan.seconds())
                        .effort(effort);
        noteBounds(result, shares, effort);
        noteOpenLoop(result, plan);
        return result;
    }

    private static Share share(Pump pump, Plan plan) throws IOException {
        var clock = ManagementFactory.getThreadMXBean();
        long began = System.nanoTime();
        long spent = clock.getCurrentThreadCpuTime();
        var recorder = pump.run(plan);
        double busy =
                (double) (clock.getCurrentThreadCpuTime() - spent) / (System.nanoTime() - began);
        return new Share(recorder, busy);
    }

    static void sleepUntil(long moment) {
        for (long left = moment - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Share await(Future<Share> share) throws IOException {
        try {
            return share.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Lost("broken off");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException lost) throw lost;
            throw new IllegalStateException(e.getCause());
        }
    }

    // ---- what to think of it

    private void noteBounds(ResultBuilder result, List<Share> shares, Effort effort) {
        double busy = shares.stream().mapToDouble(Share::busy).average().orElse(0);
        boolean isOpen = bench.settings().rate() > 0; // it waits awake then
        if (busy > MOST_BUSY && !isOpen) {
            result.note(
                    "the benchmark itself was the bound: its thread was busy %.0f %% of the time"
                                    .formatted(100 * busy)
                            + "; the server may be faster (--threads N)");
        }
        if (effort.server() != null && effort.othersProcessors() > DISTURBED) {
            result.note(
                    "other processes used %.1f of %d processors meanwhile"
                            .formatted(effort.othersProcessors(), effort.processors()));
        } else if (busyProcessors(effort) > FULL * effort.processors()) {
            result.note("all %d processors were busy".formatted(effort.processors()));
        }
    }

    private static double busyProcessors(Effort effort) {
        double server = effort.server() == null ? 0 : effort.server();
        return (server + effort.client() + effort.others()) / 1e6 / effort.seconds();
    }

    private void noteOpenLoop(ResultBuilder result, Plan plan) {
        long never = pumps.stream().mapToLong(Pump::neverAnswered).sum();
        long late = pumps.stream().mapToLong(Pump::late).sum();
        if (plan.isOpen()) {
            double rate = plan.rate() * pumps.size();
            result.note("open loop: %,.0f operations a second were due".formatted(rate));
            if (never > 0) {
                result.note(
                        "%,d of them were still unanswered 10 s after the end: too many for it"
                                .formatted(never));
            }
            if (late > plan.seconds() * rate / 1000) {
                result.note(
                        "%,d operations were sent late by the benchmark itself".formatted(late));
            }
        } else if (never > 0) {
            complaints.add(never + " operations were never answered");
        }
    }

    // ---- what is there

    private long versions(Ground ground) throws IOException {
        if (writers.isEmpty()) return 0;
        try (var line = bench.line()) {
            ground.sync(line);
            long sum = ground.versions(line);
            line.endSession();
            return sum;
        }
    }

    private void checkWhatIsThere(Ground ground, long versionsBefore) throws IOException {
        long open = pumps.stream().mapToLong(Pump::neverAnswered).sum();
        if (open > 0) return; // they may be done or not
        long done = writers.stream().mapToLong(WriteJob::done).sum();
        long there = versions(ground) - versionsBefore;
        if (done != there) {
            complaints.add("%d writes were acknowledged, %d are there".formatted(done, there));
        }
        if (creators.isEmpty()) return;
        try (var line = bench.line()) {
            ground.sync(line);
            for (var each : creators) {
                int found = Ground.children(line, each.parent());
                if (found != each.left()) {
                    complaints.add(
                            "%d znodes should be left, %d are there".formatted(each.left(), found));
                }
            }
            line.endSession();
        }
    }

    private void clear() throws IOException {
        if (creators.isEmpty()) return;
        try (var line = bench.line()) {
            for (var each : creators) {
                List<byte[]> paths = new ArrayList<>();
                int first = op == Op.CREATE ? 0 : each.asked() - (each.isHalfDone() ? 1 : 0);
                for (int i = first; i < each.asked(); i++) paths.add(each.copyOfPath(i));
                Ground.delete(line, paths, 0);
                line.ask(out -> out.delete(each.parent()), reply -> 0);
            }
            line.endSession();
        }
    }
}
