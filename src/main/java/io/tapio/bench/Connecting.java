package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Job;
import io.tapio.bench.client.Plan;
import io.tapio.bench.client.Pump;
import io.tapio.bench.client.Reply;
import io.tapio.bench.client.Requests;
import io.tapio.bench.client.WrongReply;
import java.io.IOException;
import java.util.List;

/** Connections that are made, given a session, and closed, some at a time. */
final class Connecting {

    private static final class Silent implements Job {
        @Override
        public int ask(Requests out) {
            return NOTHING;
        }

        @Override
        public void hear(int tag, Reply reply) throws WrongReply {
            throw new WrongReply("a reply that nobody asked for");
        }
    }

    private final Bench bench;
    private final Step.Connect step;

    Connecting(Bench bench, Step.Connect step) {
        this.bench = bench;
        this.step = step;
    }

    static Job silent() {
        return new Silent();
    }

    Result run() throws IOException {
        var complaints = new Complaints();
        var settings = bench.settings();
        int slices = Loading.slices(settings.time());
        try (var pump = Pump.ofConnections(complaints)) {
            var plan = Plan.startingNow(settings.warmUp(), settings.time(), slices, 0);
            for (int i = 0; i < step.connections(); i++) {
                pump.open(bench.target().host(i), silent(), 1);
            }
            var watch = Watch.over(plan, bench.target().pidsNow());
            var recorder = pump.run(plan);
            return new ResultBuilder(step)
                    .of("a connection until it has its session")
                    .recorded(List.of(recorder), slices, plan.sliceSeconds())
                    .done(recorder.answered(), plan.seconds())
                    .effort(watch.effort())
                    .build(complaints);
        }
    }
}
