package io.tapio.bench;

import io.tapio.bench.client.Complaints;
import io.tapio.bench.client.Line;
import io.tapio.bench.client.Lost;
import io.tapio.bench.client.Pump;
import java.io.IOException;
import java.util.ArrayList;

/** What a server's memory grows by, with each session and with each znode. */
final class Remembering {
    private final Bench bench;
    private final Step.Memory step;
    private final Complaints complaints = new Complaints();

    Remembering(Bench bench, Step.Memory step) {
        this.bench = bench;
        this.step = step;
    }

    Result run() throws IOException {
        var pids = bench.target().pidsNow();
        var result = new ResultBuilder(step).of("memory");
        if (pids.isEmpty()) {
            return result.note("left out: it needs the servers' processes on this machine (--pids)")
                    .build(complaints);
        }
        long began = System.nanoTime();
        long pid = pids.getFirst();
        var kept = new ArrayList<Result.Kept>();
        kept.add(sessions(pid));
        kept.add(znodes(pid));
        double seconds = (System.nanoTime() - began) / 1e9;
        return result.kept(kept)
                .note("in %.1f s, of process %d".formatted(seconds, pid))
                .build(complaints);
    }

    /** All with the first server, whose memory it is. */
    private Result.Kept sessions(long pid) throws IOException {
        try (var pump = Pump.of(complaints)) {
            var before = Memory.of(pid);
            for (int i = 0; i < step.sessions(); i++) {
                pump.open(bench.target().host(0), Connecting.silent(), 1);
            }
            pump.awaitOpen(Bench.PATIENCE);
            var after = Memory.of(pid);
            pump.closeSessions();
            return kept("session", step.sessions(), before, after);
        }
    }

    private Result.Kept znodes(long pid) throws IOException {
        var ground = new Ground(bench.name("kept"), step.znodes(), bench.settings().size());
        var before = Memory.of(pid);
        try (var line = Line.open(bench.target().host(0), Bench.PATIENCE)) {
            ground.make(line);
            line.endSession();
        }
        var after = Memory.of(pid);
        try (var line = bench.line()) {
            ground.clear(line);
            line.endSession();
        }
        int size = bench.settings().size();
        return kept("znode of %d bytes".formatted(size), ground.count(), before, after);
    }

    private static Result.Kept kept(String what, int count, Memory before, Memory after)
            throws Lost {
        if (!before.by().equals(after.by())) throw new Lost("the process cannot be asked any more");
        double each = (double) (after.bytes() - before.bytes()) / count;
        return new Result.Kept(what, count, Math.max(0, each), after.by());
    }
}
