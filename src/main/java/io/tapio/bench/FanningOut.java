package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Job;
import io.tapio.bench.client.Plan;
import io.tapio.bench.client.Pump;
import io.tapio.bench.client.Recorder;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.Talk;
import io.tapio.bench.client.WrongReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One znode, a watcher on each of many connections, and a writer. Round by round: all watch, the
 * writer changes it, everybody is told, then everybody reads the new data and watches again.
 */
final class FanningOut {
    private static final int DATA_CHANGED = 3;
    private static final int SIZE = 100;
    private static final int POINTS = 50;

    private final Bench bench;
    private final Step.FanOut step;
    private final byte[] path;
    private final Content content = new Content(SIZE);
    private final Complaints complaints = new Complaints();
    private final List<Talk> watchers = new ArrayList<>();

    /** Of each round that counts: when each was told, one after the other, since it was asked. */
    private final List<long[]> rounds = new ArrayList<>();

    private int round;
    private int watching;
    private int told;
    private long changedAt;
    private long[] delays = {};
    private boolean mayRead = true;
    private boolean mayChange;

    FanningOut(Bench bench, Step.FanOut step) {
        this.bench = bench;
        this.step = step;
        this.path = Requests.ascii(bench.name("watched"));
    }

    private final class Writer implements Job {
        @Override
        public int ask(Requests out) {
            if (!mayChange) return NOTHING;
            mayChange = false;
            mayRead = false;
            round++;
            told = 0;
            watching = 0;
            delays = new long[step.watchers()];
            out.set(path, content.of(0, round));
            changedAt = System.nanoTime();
            return round;
        }

        @Override
        public void hear(int tag, Reply reply) throws WrongReply {
            if (reply.stat().version() != tag) throw new WrongReply("a change was made twice");
        }
    }

    private final class Watcher implements Job {
        private boolean watches;
        private int toldRound;

        @Override
        public int ask(Requests out) {
            if (watches || !mayRead) return NOTHING;
            watches = true;
            out.get(path, true);
            return round;
        }

        @Override
        public void hear(int tag, Reply reply) throws WrongReply {
            watching++;
            content.check(0, reply);
            if (reply.stat().version() != tag) throw new WrongReply("old data after the event");
        }

        @Override
        public void event(int type, Reply event, long now) throws WrongReply {
            if (type != DATA_CHANGED) throw new WrongReply("an event of type " + type);
            if (!event.isText(path)) throw new WrongReply("an event of another path");
            if (toldRound == round) throw new WrongReply("an event twice");
            toldRound = round;
            watches = false;
            delays[told++] = now - changedAt;
        }
    }

    Result run() throws IOException {
        try (var line = bench.line();
                var pump = Pump.of(complaints)) {
            Ground.create(line, path, content.of(0, 0));
            line.endSession();
            pump.leaveRecordingToJobs();
            var result = measure(pump);
            pump.closeSessions();
            clear();
            return result.build(complaints);
        }
    }

    private ResultBuilder measure(Pump pump) throws IOException {
        var target = bench.target();
        var writer = pump.open(target.host(0), new Writer(), 1);
        for (int i = 0; i < step.watchers(); i++) {
            watchers.add(pump.open(target.host(i), new Watcher(), 1));
        }
        pump.awaitOpen(Bench.PATIENCE);
        var settings = bench.settings();
        int slices = Loading.slices(settings.time());
        var plan = Plan.startingNow(settings.warmUp(), settings.time(), slices, 0);
        var recorder = new Recorder(plan);
        var watch = Watch.over(plan, target.pidsNow());
        pump.run(plan, now -> turn(pump, writer, plan, recorder, now));

        long notifications = (long) rounds.size() * step.watchers();
        var result =
                new ResultBuilder(step)
                        .of("the change until the last watcher is told")
                        .recorded(List.of(recorder), slices, plan.sliceSeconds())
                        .done(notifications, plan.seconds())
                        .effort(watch.effort())
                        .spread(spread())
                        .note(
                                "an operation is a notification, with the read that watches again; %d rounds"
                                        .formatted(rounds.size()));
        if (pump.neverAnswered() > 0) complaints.add("reads were never answered");
        if (rounds.isEmpty()) complaints.add("no round ended: events are missing");
        return result;
    }

    private void turn(Pump pump, Talk writer, Plan plan, Recorder recorder, long now)
            throws IOException {
        if (told == step.watchers() && !mayRead) {
            mayRead = true;
            if (changedAt >= plan.begin() && now < plan.end()) {
                rounds.add(delays);
                recorder.record(changedAt, changedAt + delays[told - 1]);
            }
            for (var each : watchers) pump.nudge(each, now);
        } else if (watching == step.watchers() && mayRead) {
            mayChange = true;
            pump.nudge(writer, now);
        }
    }

    private Result.Spread spread() {
        List<double[]> curve = new ArrayList<>();
        for (int point = 0; point <= POINTS && !rounds.isEmpty(); point++) {
            double share = (double) point / POINTS;
            int at =
                    Math.clamp(
                            (int) Math.ceil(share * step.watchers()) - 1, 0, step.watchers() - 1);
            long[] all = rounds.stream().mapToLong(round -> round[at]).sorted().toArray();
            curve.add(
                    new double[] {
                        share,
                        Latency.micros(all[all.length / 2]),
                        Latency.micros(all[0]),
                        Latency.micros(all[all.length - 1])
                    });
        }
        return new Result.Spread(step.watchers(), rounds.size(), curve);
    }

    private void clear() throws IOException {
        try (var line = bench.line()) {
            line.ask(out -> out.delete(path), reply -> 0);
            line.endSession();
        }
    }
}
